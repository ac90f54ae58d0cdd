/**
 * How members agree on one model without a server. Every E slots more than half of the voters sign which snapshots go into
 * the next consolidated model, compute its mean from these snapshots, and sign the hash of the result. The certificate can
 * be verified by anybody who holds charter and roster. Parameters are never overwritten by it.
 *
 * <p><b>Exact sums.</b> {@link dev.starling.gossip.consolidation.WindowSum} adds one vector of integers a member in the
 * smallest possible number of rounds; {@link dev.starling.gossip.consolidation.FixedPoint} is how real numbers become
 * integers that cannot overflow. Sums of integers do not depend on the order of addition, so everybody ends with the same
 * bits.
 *
 * <p><b>One index.</b> The voters of index k are the members of the roster that the certificate of k-1 names (the founding
 * roster for the first), so quorums of one index always overlap. An index runs in attempts; attempt a is led by voter a mod
 * n of an order by hash. Nobody waits for the clock of anybody else: a member goes on to the next attempt when its own
 * patience ends, and along to any later attempt it hears of.
 *
 * <pre>
 *  voter              proposer of attempt a
 *    | -- STATUS -------&gt; |   own snapshot; the newest list whose model it signed (its lock), with certificate
 *    | &lt;------ PROPOSAL -- |   from a quorum of STATUS: the newest lock, or a new list of all who are ready
 *  fetches, computes      |
 *    | -- VOTE list -----&gt; |   durable first; one list an attempt
 *    | &lt;------ PROPOSAL -- |   again, with the signatures of a quorum: the list certificate
 *    | -- VOTE model ----&gt; |   durable first, with the list certificate: the lock
 *    | &lt;--- CONSOLIDATED - |   the signatures of a quorum under the model: decided
 * </pre>
 *
 * <p><b>Rules of a voter.</b> (1) In one attempt it signs one list at most. (2) It signs a list only when it holds all its
 * snapshots, so a certified list can be computed again whoever of the others is gone; of a list of more than 32, whose sum
 * the members form in rounds, when it can do its part. (3) It signs nothing of an attempt
 * after something of a later one. (4) Locked on list L by attempt a, it signs another list only with the proof of a list
 * certificate of an attempt after a. This is single-decree Paxos with locks as in Tendermint (Buchman, Kwon, Milosevic
 * 2018), without nil votes: members are honest in exact mode, but crash, lose messages and are cut off.
 *
 * <p><b>Why two models of one index are never certified.</b> Let attempt a be the first in which a quorum Q signed a model,
 * that of L. Suppose that another list is certified in a later attempt, and take the first such attempt. Its quorum shares a
 * voter with Q. That voter signed the model of L first (rule 3), so it is locked by a or later and asked for the proof of a
 * certificate between the two (rule 4), which there is none of. A list has one model: its mean is bit-identical.
 *
 * <p><b>What differs from the design.</b>
 *
 * <ul>
 *   <li>The lock comes with the signature under the model and not with the sight of a list certificate: before, nobody can
 *       have brought a model together, and a list whose snapshots are lost with their authors would lock the voters for
 *       ever.
 *   <li>The mean is an integer sum ({@link dev.starling.gossip.consolidation.FixedPoint}): it is the same in any order, so
 *       snapshots are added as they come, and the same when the members form the sum together.
 *   <li>The slot of index k is the next multiple of E behind the snapshots of index k-1, not k * E: a consolidation that
 *       takes longer than E slots does not pile up the next ones.
 *   <li>A certificate names the roster that voted, so that whoever was away verifies the newest one without those between.
 *   <li>A list names the base and encoding of each snapshot, because a root does not cover them.
 *   <li>Whoever hears a vote or a status of an earlier attempt answers with its own status, and whoever leads a later attempt
 *       than the first asks all who are linked where they stand: a member whose patience is short, because it has just
 *       come back, would otherwise leave the others in attempts whose proposer is gone, each for as long as its patience
 *       lasts. An attempt whose proposer was removed from the roster is left as soon as members may be ready.
 *   <li>In federations too large for a link to everybody, a member asks for links to the proposer and to those whom it
 *       will send windows to while the list is voted on; what it has to say meanwhile waits for the link, the newest only. So
 *       does what it asks for of a model that was decided without it, the first time already.
 *   <li>A member that lost its state, or got back an old one, learns so from others' HELLO and signs nothing until a model
 *       contains a snapshot of its new life.
 * </ul>
 *
 * <p><b>Limits.</b> At most 1,000 snapshots a model and 1,000 signatures a certificate: with more than 1,999 voters none
 * comes about. When more than half of the voters of an index are gone for good, or have lost their state at once,
 * consolidation ends; learning does not. A list that is certified, and whose snapshots are lost with all disks that held
 * them, is proposed no more once a quorum without a lock is heard; a list in rounds of which a member is gone when some, but
 * less than half, have the sum is likewise, or waits for the member to come back.
 */
@NullMarked
package dev.starling.gossip.consolidation;

import org.jspecify.annotations.NullMarked;
