/** Verbs that run a node, and that ask the one which runs. */
@NullMarked
package dev.starling.node.cli.running;

import org.jspecify.annotations.NullMarked;
