/**
 * Sums of private integers that show the total and no term. Members who are ready with a vector of the same quantity agree on a
 * list, mask their vectors pairwise ({@link dev.starling.crypto.masking}) and add them by window doubling ({@link
 * dev.starling.gossip.consolidation.WindowSum}): everybody learns the total after {@code ceil(log2 n)} rounds and has seen noise
 * until then.
 *
 * <pre>
 *  everybody        the first of those who are ready, by hash of (federation, quantity, id)
 *    | -- READY ------&gt; |     every second, until the total is known
 *    | &lt;------- LIST -- |     all who are ready and there; at least three, and more than half of the roster
 *    | -- ANSWER -----&gt; |     accepted, or not and which earlier list stands against it
 *    | &lt;--- LIST, go -- |     all have accepted
 *  durable record: this member has given its term to this list
 *    | == SLICES ====&gt; the position that the round names; round by round, nothing goes back to the proposer
 * </pre>
 *
 * <p><b>What may be released.</b> Each member keeps these rules for itself, so no majority can talk it out of them, and it keeps
 * them against what it has <i>given</i>, because whoever took part last may know the total of an attempt that failed for the
 * others:
 *
 * <ul>
 *   <li>Nothing below three participants.
 *   <li>No term is given to a list that differs from an earlier list of the same quantity by one or two members: the difference
 *       of the two totals would be the term of one, or the sum or difference of two. The same list again is harmless, with the
 *       same term: it has the same total. Another term than before is never given.
 *   <li>Every attempt has masks of its own: the hash of the list, which names proposer and attempt, goes into every key.
 *       Nobody gives its term twice to one hash.
 *   <li>What was given is on disk before the first window leaves.
 *   <li>Statistics for scaling are released once in the life of a federation: the roster's log takes no second entry.
 * </ul>
 *
 * So whoever drops out in the middle of the rounds stops the sum until it is back, or until at least three members have come
 * or gone: that is the price of the second rule, and the status names whom the sum waits for. Before the rounds begin a
 * drop-out costs nothing. The terms of one participant can be computed by all others together, n-1 of n; no protocol that
 * releases a total can prevent that. Participants are taken to follow the protocol: a participant that gives a false term
 * falsifies the total.
 *
 * <p><b>Windows on the wire.</b> A partial sum is the little-endian words of its vector, cut into slices like any body; its
 * name, in place of a root, is SHA-256 over the list's hash, the round and the sender, so it says what is asked for but not what
 * is in it. It travels between the two members of a pair of the schedule only, on their TLS link, and needs no signature: a
 * wrong window falsifies the total as a wrong term does. What is missing after a second is asked for with WANT. A member
 * keeps the windows it sent until the total is released, and of those to come one a round: {@code 2 ceil(log2 n)} vectors.
 *
 * <p><b>What differs from the design.</b> The list is accepted by every participant instead of signed by more than half of the
 * roster: a sum needs everybody on the list anyway, and the release rules cannot rest on the signatures of others.
 */
@NullMarked
package dev.starling.gossip.sums;

import org.jspecify.annotations.NullMarked;
