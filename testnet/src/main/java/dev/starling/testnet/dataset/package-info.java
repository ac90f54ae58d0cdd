/**
 * The rows that an evaluator brings: one table that is dealt out, or one file a member; which of them are test rows; what a
 * charter says of their columns; and the files that each member's directory gets. It reads whatever the node reads, and
 * writes shares in the format of their source, so that a member's node starts from the same bytes as a real member's would.
 */
@NullMarked
package dev.starling.testnet.dataset;

import org.jspecify.annotations.NullMarked;
