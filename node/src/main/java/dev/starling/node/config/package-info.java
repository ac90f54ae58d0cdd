/**
 * The two files a member writes by hand, turned into immutable values: {@code charter.toml}, which all members of a
 * federation share and sign, and {@code starling.toml}, which belongs to one site alone. A file is judged as a whole:
 * every problem is reported at once, with file, line, column and a remedy, and a key nobody knows is an error with the
 * nearest key that is known. For {@code starling.toml} an environment variable may stand in for a key, by one rule that
 * {@link dev.starling.node.config.Overrides} states, and what took effect is kept with where it came from. The package parses
 * bytes that somebody else has read; it opens no file, resolves no name and keeps no state.
 */
@NullMarked
package dev.starling.node.config;

import org.jspecify.annotations.NullMarked;
