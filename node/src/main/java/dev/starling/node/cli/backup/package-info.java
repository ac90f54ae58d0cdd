/** Verbs that write a member's backup, and make a member from one. */
@NullMarked
package dev.starling.node.cli.backup;

import org.jspecify.annotations.NullMarked;
