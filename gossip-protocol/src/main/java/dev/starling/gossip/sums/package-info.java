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
 *       of the two totals would be the term of one, or the sum or difference of two. Nor to a list that would show as little in
 *       combination with several earlier ones, although it differs by three from each: of members a to h the totals of all, of
 *       all but abc and of all but def show g and h. {@link dev.starling.gossip.sums.Combined} decides. The same list again is
 *       harmless, with the same term: it has the same total. Another term than before is never given.
 *   <li>Every attempt has masks of its own: the hash of the list, which names proposer and attempt, goes into every key.
 *       Nobody gives its term twice to one hash.
 *   <li>What was given is on disk before the first window leaves.
 *   <li>Statistics for scaling are released once in the life of a federation: the roster's log takes no second entry.
 *   <li>Metrics of two models are like quantities: the second rule holds across all models.
 * </ul>
 *
 * So whoever drops out in the middle of the rounds stops the sum until it is back, or until at least three members have come
 * or gone: that is the price of the second rule, and the status names whom the sum waits for. Before the rounds begin a
 * drop-out costs nothing. The terms of one participant can be computed by all others together, n-1 of n; no protocol that
 * releases a total can prevent that. Participants are taken to follow the protocol: a participant that gives a false term
 * falsifies the total.
 *
 * <p><b>Federated metrics.</b> A consolidated model is judged by every member on its own hold-out, and what is summed are three
 * integers: rows, rows told right, losses in units of 2^-24 ({@link dev.starling.gossip.sums.FederatedMetrics}). The quantity
 * is the model, by number and hash; a newer model takes the place of one whose sum has not begun.
 *
 * <ul>
 *   <li>Two models that follow each other are nearly the same, and the rows judged are exactly the same. So of a list with a
 *       member and a later one without it the difference of the totals tells that member's rows, and nearly how many it got
 *       right, although the models differ. Therefore lists of all models are looked at together, as if a member's term were always
 *       the same. Checkpoints carry what the rule needs: each set of participants once. There are at most 16 sets, and 16
 *       attempts at one model; a member that would need more gives nothing.
 *   <li>A member with fewer than five rows gives nothing and stands on no list, instead of giving zeros: three participants of
 *       whom two give zeros would show the third, and two of three members on one list only, too. So every metric is of at least
 *       three hold-outs and 15 rows.
 *   <li>While somebody of the only list that the rules leave is away there are no metrics, and the status names whom they wait
 *       for. After half a minute they do without one to three others as well, if enough are left: a total of five of eight
 *       beside one of all eight shows the sum of three.
 * </ul>
 *
 * <p>Everybody on a list knows its total, and signs it. A total counts once more than half of its participants have signed it
 * (SUM TOTAL): of one list two totals cannot both count, unless somebody signs both; a list has more than half of the roster. So
 * two members show the same figure of a model, or one shows none. Whoever has no figure says that it is ready, with a term
 * or without, and hears the signed total from whoever has it: a newcomer, a member without a hold-out, a member that was away.
 * Figures are not kept on disk.
 *
 * <p><b>Large federations.</b> Where links are made as they are needed, READY goes to the linked members and to the first few
 * of those who might propose; the proposer is linked with all participants, a participant with its partners of the rounds, 2
 * ceil(log2 n) at most. What is sent without a link is lost, asks for one, and is said again. Masks need no links: with more than
 * 64 participants each shares masks with 2 ceil(log2 n) others. Signatures under a total go to the proposer, which hands
 * the total on with all of them.
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
