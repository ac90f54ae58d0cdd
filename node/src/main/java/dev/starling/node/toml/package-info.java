/**
 * TOML that people write, read key by key. A file is judged as a whole: every problem is reported at once, with file, line,
 * column and a remedy, and a key that nobody asked for is an error with the nearest key that is known. An environment variable
 * may stand in for a key, by one rule that {@link dev.starling.node.toml.Overrides} states, and what took effect is kept with
 * where it came from. The package parses bytes that somebody else has read.
 */
@NullMarked
package dev.starling.node.toml;

import org.jspecify.annotations.NullMarked;
