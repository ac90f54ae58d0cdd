/** Verbs about {@code starling.toml}: whether it holds, and what the node makes of it. */
@NullMarked
package dev.starling.node.cli.config;

import org.jspecify.annotations.NullMarked;
