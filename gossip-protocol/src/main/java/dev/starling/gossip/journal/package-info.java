/**
 * What a member must not forget: its state as one {@link dev.starling.gossip.journal.Checkpoint}, every step after that as
 * a {@link dev.starling.gossip.journal.JournalRecord}, and the {@link dev.starling.gossip.journal.Snapshot} that both are
 * about. Pure values over messages. What a record does is the business of {@code gossip.exchange}; its bytes are the
 * business of {@code gossip.wire}; keeping the bytes is the business of the node.
 */
@NullMarked
package dev.starling.gossip.journal;

import org.jspecify.annotations.NullMarked;
