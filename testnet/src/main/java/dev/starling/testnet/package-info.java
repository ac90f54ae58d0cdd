/**
 * The weather station: whole federations of real nodes on one machine, and what came of them. This package is the
 * command line that starts them; it may see every module below, and nothing below may see it.
 */
@NullMarked
package dev.starling.testnet;

import org.jspecify.annotations.NullMarked;
