/**
 * What can happen to frames, clocks and links between members: {@link dev.starling.testnet.sim.weather.Weather} says how
 * often, {@link dev.starling.testnet.sim.weather.Cut} who cannot reach whom and when. Pure values; chance and time are the
 * simulator's.
 */
@NullMarked
package dev.starling.testnet.sim.weather;

import org.jspecify.annotations.NullMarked;
