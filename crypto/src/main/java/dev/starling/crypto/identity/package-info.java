/**
 * Who a member is: an Ed25519 key for signing, an X25519 key for agreeing on secrets, and a peer id that is the hash of
 * the first. {@link dev.starling.crypto.identity.Identity} holds the private halves and is closed to wipe them; {@link
 * dev.starling.crypto.identity.KeyFile}, the only class of this module that touches the disk, keeps them in an
 * owner-only PKCS#12 file that is created once and never overwritten. Arithmetic comes from Bouncy Castle's lightweight
 * classes, the key store and certificate parser from the JDK.
 */
@NullMarked
package dev.starling.crypto.identity;

import org.jspecify.annotations.NullMarked;
