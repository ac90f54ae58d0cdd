/**
 * Who is there: SWIM (Das, Gupta, Motivala, DSN 2002) with Lifeguard (Dadgar, Phillips, Currey, arXiv 1707.00788) over the
 * links that there are. Whatever is wrong here costs speed and never mass: nothing in this package touches a transaction,
 * and pacing and schedule read nothing of it but {@code alive(peer)}.
 *
 * <p><b>Whoever was never heard of</b> is not there in a federation where everybody is linked with everybody: at the
 * founding nobody is alive until it has spoken, and the first slot waits for as many as the charter asks for. Where there
 * are too many members for that, links are made as they are needed, and whoever was never heard of is presumed alive until
 * no link to it can be had. In both a newcomer gets from everybody whom it greets the claims about all who are not alive.
 * What is kept is one bit a member, and more only of those who are linked, accused or not alive.
 *
 * <p><b>Probes.</b> Once a period a member pings one other, in an order drawn anew each round; half of a probe's time later
 * it pings again and asks three others to do so. Any sound frame from the target meanwhile counts as its answer. The
 * period is so short that up to five others are all probed in a probe's time, and a fifth of that time where there are
 * more: less traffic than a ping to everybody, and no longer a wait for anybody. Whoever is held dead and still has a link
 * is pinged in its turn, too: after a cut that both sides outlived, with links that never broke, nobody else would speak.
 *
 * <p><b>Opinions.</b> An unanswered probe makes a member suspect, and a signed claim says so to all. A suspect that does
 * not refute it in time is dead; the time is shorter the more members accuse it independently, and longer when one stands
 * alone. Own evidence goes first: where the accused is linked and alive, it is told, and probed, and only silence makes it
 * suspect. A member raises its <i>incarnation</i> to refute what is said of it (its <i>life</i> is another counter: that
 * changes when a state is lost). Of two claims the one of the higher incarnation holds; within one, dead outweighs suspect,
 * suspect alive, and the word of the member itself that it left all of them. So an old claim that comes again changes
 * nothing. A link that breaks makes its peer useless here after half a second, which is this member's own business: others
 * are asked whether they reach it, and only when nobody does is it accused.
 *
 * <p><b>Doubt.</b> A member that misses answers, also those of helpers, or is accused itself, may be the slow one. It then
 * takes up to nine times as long for a probe and uses the time to ask again and again. A timer that rings late shows a
 * pause of its own: everything that it was waiting for is given that much more time.
 *
 * <p><b>No silent exclusion.</b> Each change of opinion is reported here with who says so and why. The accused hears every
 * claim about itself: with the ping of whoever suspects it, on greeting, from whoever is linked with it, and it reports
 * accuser, grounds and silence. A quarantine is said to the one it hits in the same way.
 *
 * <p><b>News</b> travel with pings and pongs and, while there are any, in batches to three random links each fifth of a
 * probe's time; each member hands a claim on 2 log2 n times. Checks are the cheapest first: roster, author, incarnation,
 * news, then the peer's share of verifications, then the signature.
 */
@NullMarked
package dev.starling.gossip.liveness;

import org.jspecify.annotations.NullMarked;
