/**
 * May they speak? Founders sign a charter; its hash is the federation. From then on the roster, a hash chain of
 * entries each signed by a quorum of the members of its day, says who belongs: a newcomer is admitted on an invitation, a
 * single-use ticket; a member is removed by a quorum of the others. With a quorum of one any member removes any other:
 * that is for pilots among friends. Sums that features are scaled by stand in the log, too, once. What a peer did wrong is a
 * value ({@code Outcome}, {@code Result}, {@code InvitationCheck}); bytes that do not decode are a {@link
 * dev.starling.crypto.trust.document.TrustFormatException}. No disk, no socket, no clock.
 *
 * <p>Cards, invitations and charters, and how fields are written, are in {@link dev.starling.crypto.trust.document}.
 *
 * <pre>
 * entry       version u8 = 2 | previous 32 | index u32 | kind u8 | content u32[202752]
 *             | signature count u8 | count x ( peer id 32 | signature 64 ), ascending by peer id
 *   kind 1, admission    member u16[391] | invitation u16[2202]
 *   kind 2, revocation   member's peer id 32 | reason u16[800] UTF-8
 *   kind 3, statistics   participants u32[32768], peer ids 32, ascending | totals u32[160000], words of 64 bits
 * roster.log  "STARROST" | version u16 = 2 | federation 32 | entry count u32 | count x entry u32[204800]
 * </pre>
 */
@NullMarked
package dev.starling.crypto.trust;

import org.jspecify.annotations.NullMarked;
