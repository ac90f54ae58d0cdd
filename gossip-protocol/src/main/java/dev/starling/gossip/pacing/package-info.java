/**
 * When a slot ends. No clock and no barrier: {@link dev.starling.gossip.pacing.Pacing} looks at what a member sees of its
 * neighbours ({@link dev.starling.gossip.pacing.Company}) and at what it has measured. Among three and more
 * nobody can freeze the others by silence, or drag them along by a claim; of two, each has only the other to go by.
 *
 * <p>Departures from the letter of the first design, found by running it:
 *
 * <ul>
 *   <li>The grace after a majority has published is never shorter than an exchange is expected to take. A tenth of a
 *       training time of a few milliseconds would end slots before any exchange can finish.
 *   <li>Exchanges go on beside the next training. Only the next publication would break them off, so it waits for those
 *       that are under way with somebody of the same slot, up to four exchange times. Where 30 % of all messages are lost
 *       nine edges of ten finish so. Before, members drifted slots apart: on digits at Dirichlet 0.1 they told .52 right
 *       after 100 slots, now .95, in clean weather .96.
 *   <li>A member is overtaken when most have published the slot it trains, and stops only when that was longer ago than
 *       exchanges take, or when most have published a later one. Who was held up by a lost message trains all of its steps.
 *   <li>The last limit of waiting is three trainings with their exchanges, not three trainings: with quick trainings and
 *       slow exchanges it would come before a majority can have published, and whoever it lets go runs away from the
 *       others.
 *   <li>A neighbour with whom two slots in a row ended without an exchange is not waited for, once most have published,
 *       until exchanges with it finish again, and neither is one whose last header reports less than half of a slot's
 *       steps: a slow member hardly costs the others anything, and one that publishes and then keeps silent costs them two
 *       slots of waiting.
 *   <li>Where a slot ended although a neighbour had published it and no exchange could finish, the next waits twice as
 *       long, up to a minute and more. Four times an exchange that was never measured is nothing: a model that takes longer
 *       to travel than the deadline would never be swapped at all. Nor is four times one that was quick: a line that becomes
 *       slow, or has a cap that lets the first model pass at once, would let nothing through any more. A model of one slice is
 *       waited for four seconds at most: when it is late it was lost.
 *   <li>A slot during which a neighbour's header of an earlier slot came counts as one of those. On a line whose delay is
 *       longer than the wait, headers come when their slot is over: members of equal speed published twice a second, never
 *       saw another in their own slot, hence missed nothing, and never swapped. That a slow trainer's header comes late, too,
 *       does no harm: a member with others to swap with forgets the doubled wait with the first exchange, and one without
 *       has nobody else to wait for.
 *   <li>Where nobody is worth waiting for, everybody is. Two members on a slow line that had missed each other twice
 *       published eighty slots a second, each of which broke off the exchange of the one before, and never swapped again.
 *   <li>Where neighbours change with every slot, a member knows of most others only where it saw them last. So whoever
 *       publishes an earlier slot than its reader's, or goes on after a rest, is told the reader's latest header in return,
 *       once for each time it says so. It then neither awaits an exchange that will never be nor takes a slot for the
 *       majority's that the majority has left, and its next publication jumps to the lower median of where the others are.
 *       After half of 50 members rest and go on at once all are within one slot of each other before the others have
 *       published five more, at the rate of before. Without that answer members stayed 3 to 7 slots apart for good and made
 *       2.8 slots a second instead of 4.7.
 *   <li>Who goes on after a rest says so to all who are linked before it trains, and whoever reads in somebody's header that
 *       it has published since knows it, too. Two that both rested would otherwise take each other to rest for ever.
 *   <li>After the plan a member publishes again without training, with growing pauses, until all who are there have swapped
 *       its latest snapshot, at full weight: whoever comes back late still agrees with the others, and no two camps stay
 *       apart.
 * </ul>
 */
@NullMarked
package dev.starling.gossip.pacing;

import org.jspecify.annotations.NullMarked;
