/**
 * Stories that a federation must survive, one class each: a claim, what happens, and how it must end. A {@link
 * dev.starling.testnet.scenario.Scenario} plans weather and faults on a {@link dev.starling.testnet.scenario.Stage}, whatever
 * the members learn and however many they are; a {@link dev.starling.testnet.scenario.Performance} plays it with all
 * invariants on. The seed of the simulation chooses whatever the story leaves open.
 */
@NullMarked
package dev.starling.testnet.scenario;

import org.jspecify.annotations.NullMarked;
