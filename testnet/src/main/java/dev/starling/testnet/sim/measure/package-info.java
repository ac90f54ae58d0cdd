/**
 * What is measured in a simulation: the hash of everything that happened, a line for each of it, what travelled, how far apart members are.
 * Witnesses that change nothing.
 */
@NullMarked
package dev.starling.testnet.sim.measure;

import org.jspecify.annotations.NullMarked;
