/** Verbs about what the members agree on: write, show and sign a charter. */
@NullMarked
package dev.starling.node.cli.charter;

import org.jspecify.annotations.NullMarked;
