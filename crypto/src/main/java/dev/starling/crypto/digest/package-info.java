/**
 * The one hash of the house: SHA-256 as a value that can be compared, sorted, printed and written to a buffer. Every
 * identifier (peer, federation, invitation, roster entry) is one of these. Touches nothing but the JDK's message digest.
 */
@NullMarked
package dev.starling.crypto.digest;

import org.jspecify.annotations.NullMarked;
