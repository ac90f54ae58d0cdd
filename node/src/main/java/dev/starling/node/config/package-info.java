/**
 * What one site decides for itself, {@code starling.toml}, as immutable values: a record a section, each key with its default,
 * its check and its comment. For every key an environment variable may stand in. No charter can change any of it. The package
 * parses bytes that somebody else has read; it opens no file, resolves no name and keeps no state.
 */
@NullMarked
package dev.starling.node.config;

import org.jspecify.annotations.NullMarked;
