/**
 * What a signature is about. A {@link dev.starling.crypto.signing.SigningContext} names the federation, the kind of
 * statement and its version, and binds them to the message, so that a signature given for one purpose is worthless for
 * every other one and in every other federation. Knows digests, knows no keys.
 */
@NullMarked
package dev.starling.crypto.signing;

import org.jspecify.annotations.NullMarked;
