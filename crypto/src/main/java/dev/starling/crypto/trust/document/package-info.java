/**
 * What members hand each other by mail, paper or cable before there is a roster to look anything up in: a member's card, an
 * invitation, the charter with its founders' signatures. Each is bytes or one line of text that can be checked by itself, and
 * says who signed it; whether that somebody may speak, the roster knows. Whatever comes from outside is decoded here within
 * fixed bounds: every length is held against a cap and against the bytes that are left before anything is allocated, and bytes
 * left over are an error, a {@link dev.starling.crypto.trust.document.TrustFormatException}.
 *
 * <p>All numbers are little-endian. A field written {@code x[n]} is a length-prefixed run of at most {@code n} bytes.
 *
 * <pre>
 * member      version u8 = 1 | signing key 32 | agreement key 32 | rows u32 | organisation u16[320] UTF-8
 * card        "starling-card1:" base64url( member | first 4 bytes of SHA-256(member) )
 * invitation  version u8 = 1 | federation 32 | inviter key 32 | expiry i64 s | nonce 16
 *             | address count u8 | count x address u8[255] ASCII | signature 64
 * string      "starling1:" base64url( invitation | first 4 bytes of SHA-256(invitation) )
 * </pre>
 */
@NullMarked
package dev.starling.crypto.trust.document;

import org.jspecify.annotations.NullMarked;
