/**
 * What simulated members learn: a {@link dev.starling.testnet.sim.training.Trainer} turns parameters into a displacement
 * and is a pure function, so that it may run ahead on another thread and so that a seed gives the same bits on every JVM.
 * Plain Java, {@code StrictMath} only.
 */
@NullMarked
package dev.starling.testnet.sim.training;

import org.jspecify.annotations.NullMarked;
