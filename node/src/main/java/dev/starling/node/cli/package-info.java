/** Placeholder. */
@NullMarked
package dev.starling.node.cli;

import org.jspecify.annotations.NullMarked;
