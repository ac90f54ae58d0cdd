/**
 * The exchange of snapshots between two members, exactly once and equal and opposite, in exact mode. The member with the
 * lower id, i, opens a transaction with the member with the higher id, j, once both have published the same slot:
 *
 * <pre>
 *  i                                   j
 *  | durably: offered seq              |
 *  | OFFER seq, root i, root j, slices |
 *  |----------------------------------&gt;| durably: last = seq, x_j -= F   (or: last = seq, refused)
 *  |           REPLY seq, root j, slices (or REFUSED seq)
 *  |&lt;----------------------------------|
 *  | durably: closed, x_i += F         |
 *  | ACK seq                           |
 *  |----------------------------------&gt;| the stored reply may go
 * </pre>
 *
 * Both compute the same flow F from the two signed snapshots ({@link dev.starling.gossip.averaging.Flow}). A message that
 * is lost is said again; one that comes twice finds its recorded outcome; a deadline ends waiting, never a transaction. An
 * open transaction ends by REPLY, REFUSED or VOID, and VOID only when the peer's state is known to be lost (a new
 * {@code life}) or the peer signed a body that no encoder writes. The arithmetic stays stable with late replies because an
 * open transaction counts in the degree of every snapshot taken meanwhile, and because a member answers from its latest
 * snapshot only.
 *
 * <p>{@link dev.starling.gossip.exchange.Ledger} is the durable state, changed by {@link
 * dev.starling.gossip.journal.JournalRecord}s alone, live and on recovery through the same method. {@link
 * dev.starling.gossip.exchange.Exchanges} is the protocol around it. When a slot ends is decided in {@link
 * dev.starling.gossip.pacing}.
 *
 * <p>Departures from the letter of the first design, found by running it:
 *
 * <ul>
 *   <li>A root names author, life and slot as well as the slices. Two slots may have the same body but not the same degree;
 *       an offer for the one answered from the other would not be equal and opposite.
 *   <li>What is not answered is said again after four times the least round trip of late ({@link
 *       dev.starling.gossip.exchange.RoundTrip}), after a fifth of a second while none was measured: evenly a few times,
 *       then with doubling pauses until the peer is heard. A header is said again, too, until the peer shows that it has
 *       it; and what is missing of a body is asked for by whoever awaits it, when no slice has come for a while, never
 *       because an OFFER or REPLY came twice: that made large bodies travel twice.
 *   <li>A snapshot's budget of edges is its degree less the transactions that were open when it was taken: their flows are
 *       still to come.
 *   <li>Slices may overtake the OFFER or REPLY they belong to.
 *   <li>The slices of an answer set out with the first of the offer's, and not after the offer was applied: a published
 *       snapshot says nothing about what became of an offer, and a line that carries both directions at once is done in half
 *       the time. REPLY alone says that the flow was applied, and waits for the disk.
 *   <li>A body is hashed, and its norm taken, slice by slice as it comes, and nothing of that is left to do when it is whole.
 *       A record is handed to the disk before its flow is applied, once every check is passed: the disk writes and syncs while
 *       the flow is applied. Nothing leaves earlier for it; REPLY still waits for both.
 *   <li>Whoever leaves refuses the next offer of everybody with a lower id in advance, durably. An offer that crosses its
 *       farewell would otherwise stay open for good, and count in every degree. Whoever had made none meets one refusal when
 *       the member is back in the same life.
 *   <li>A reply that is not acknowledged is said again. Where neighbours change every slot, the next offer of the peer,
 *       which would acknowledge as well, may be long in coming; until then the reply and both snapshots would stay in every
 *       checkpoint, and the link would have to stay open.
 *   <li>Whoever announces an earlier slot than the reader's latest, or that it goes on after a rest, is told the latest header
 *       in return: the reader will not offer any more, and is no neighbour of that member when it publishes. See {@link
 *       dev.starling.gossip.pacing}.
 *   <li>Headers are kept for eight own slots. Of an older one its slot remains, for pacing and for what HELLO says of it.
 *   <li>What members' headers say of others (their {@code seen}) is told on in HELLO, so that a restored backup is noticed
 *       by whomever it meets first.
 * </ul>
 */
@NullMarked
package dev.starling.gossip.exchange;

import org.jspecify.annotations.NullMarked;
