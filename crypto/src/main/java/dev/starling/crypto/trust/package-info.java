/**
 * May they speak? Founders sign a charter; its hash is the federation. From then on the roster, a hash chain of
 * entries each signed by a quorum of the members of its day, says who belongs: a newcomer is admitted on an invitation, a
 * single-use ticket; a member is removed by a quorum of the others. With a quorum of one any member removes any other:
 * that is for pilots among friends. Sums that features are scaled by stand in the log, too, once. Whatever comes from outside is decoded here within fixed bounds: every length is held
 * against a cap and against the bytes that are left before anything is allocated, and bytes left over are an error.
 * What a peer did wrong is a value ({@code Outcome}, {@code Result}, {@code InvitationCheck}); text and bytes that do
 * not decode are a {@link dev.starling.crypto.trust.TrustFormatException}. No disk, no socket, no clock.
 *
 * <p>All numbers are little-endian. A field written {@code x[n]} is a length-prefixed run of at most {@code n} bytes.
 *
 * <pre>
 * member      version u8 = 1 | signing key 32 | agreement key 32 | rows u32 | organisation u16[320] UTF-8
 * card        "starling-card1:" base64url( member | first 4 bytes of SHA-256(member) )
 * invitation  version u8 = 1 | federation 32 | inviter key 32 | expiry i64 s | nonce 16
 *             | address count u8 | count x address u8[255] ASCII | signature 64
 * string      "starling1:" base64url( invitation | first 4 bytes of SHA-256(invitation) )
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
