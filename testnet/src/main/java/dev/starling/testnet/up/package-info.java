/**
 * Federations that stay up after the command that started them has ended: as processes of this machine, found again by what
 * {@code testnet.json} says of them, or as containers, found again by Docker Compose. A process is touched only when both its
 * number and its start time are the ones written down, so that nobody else's is ever hit.
 */
@NullMarked
package dev.starling.testnet.up;

import org.jspecify.annotations.NullMarked;
