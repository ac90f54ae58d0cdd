/** Placeholder. */
@NullMarked
package dev.starling.testnet;

import org.jspecify.annotations.NullMarked;
