/** Verbs that learn and judge without a running node. */
@NullMarked
package dev.starling.node.cli.learning;

import org.jspecify.annotations.NullMarked;
