/**
 * How a sum is learnt and its terms are not. Every two partners among the participants of a sum agree on a secret stream of
 * 64-bit words; the one with the lower id adds it to its vector and the other one subtracts it. The masks cancel in the sum of
 * all vectors modulo 2^64, and as long as one mask of a member is unknown its masked vector is uniform noise (pairwise
 * masking of Bonawitz et al., CCS 2017, without the recovery of drop-outs: a sum that somebody leaves is begun again with other
 * masks).
 *
 * <p>A mask key is HKDF-SHA256 (RFC 5869) of the X25519 secret of the two (RFC 7748), bound to the federation, to the hash of
 * the proposal, which names participants and attempt, and to both ids; the words are the ChaCha20 key stream of it (RFC 8439).
 * A key is used for one proposal only. Private keys do not leave {@code identity}. What n-1 participants know together
 * determines the vector of the last one; no masking can change that.
 */
@NullMarked
package dev.starling.crypto.masking;

import org.jspecify.annotations.NullMarked;
