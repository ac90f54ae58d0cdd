/** Placeholder. */
@NullMarked
package dev.starling.crypto;

import org.jspecify.annotations.NullMarked;
