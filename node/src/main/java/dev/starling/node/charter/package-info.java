/**
 * What all members of a federation agree on and sign, {@code charter.toml}, as an immutable value: the columns, the model, the
 * plan, the founders. Read from bytes and written as bytes, the same on every JVM, because the hash of those bytes is the
 * federation's id. Files and signatures are for others.
 */
@NullMarked
package dev.starling.node.charter;

import org.jspecify.annotations.NullMarked;
