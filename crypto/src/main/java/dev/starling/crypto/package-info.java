/**
 * Who said this, and may they speak? This room answers those two questions for the rest of the house: it turns keys
 * into peer ids, signs and verifies bytes for one stated purpose, keeps the hash-chained list of members, and tells TLS
 * which certificate belongs to which member. It may use the JDK and Bouncy Castle. It opens no socket, reads no clock
 * (the time is a parameter), writes no log, and touches the disk only in {@link
 * dev.starling.crypto.identity.KeyFile}. The packages depend on each other in one direction: {@code digest}, {@code
 * signing}, {@code identity}, and on top of these, side by side, {@code trust}, {@code channel} and {@code masking}.
 */
@NullMarked
package dev.starling.crypto;

import org.jspecify.annotations.NullMarked;
