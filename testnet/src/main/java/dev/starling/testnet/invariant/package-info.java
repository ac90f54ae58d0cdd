/**
 * What must hold in a simulated federation of honest members at every instant, one class for each invariant of the protocol:
 * I1 {@link dev.starling.testnet.invariant.ConservedMass}, I2 {@link dev.starling.testnet.invariant.CancellingFlows}, I3
 * {@link dev.starling.testnet.invariant.HarmlessRepeats}, I8 {@link dev.starling.testnet.invariant.WeightedMean}, I10 {@link
 * dev.starling.testnet.invariant.IdenticalModels} and {@link dev.starling.testnet.invariant.RecomputedModels}, I11 {@link
 * dev.starling.testnet.invariant.OnlyKnownMixed}, I13 {@link dev.starling.testnet.invariant.NoFalseEquivocation}, I14 {@link
 * dev.starling.testnet.invariant.NoFreeze}. {@link dev.starling.testnet.invariant.Books} reads from records and checkpoints
 * what every parameter vector must have become and tells those that reckon with vectors; {@link
 * dev.starling.testnet.invariant.Invariants} puts them together. None of them asks the engine what it meant to do.
 *
 * <p>Costs: an event that moves no parameters costs nothing but a look at its effects; one that does costs a few passes over
 * one vector, whatever the number of members. Comparing all vectors with the books costs a pass over all of them and is
 * done at a chosen interval and at the end.
 */
@NullMarked
package dev.starling.testnet.invariant;

import org.jspecify.annotations.NullMarked;
