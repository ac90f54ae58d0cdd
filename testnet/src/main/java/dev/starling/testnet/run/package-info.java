/**
 * One federation from data to verdict: rows are dealt out, real nodes started as processes, followed to the end of their plan
 * and stopped, and a report written with everything that it takes to run the same again. All chance comes from one seed, keys
 * included, which is why nothing but the loopback address is ever listened on here. The order in which processes happen to run
 * is not from the seed: splits and charters repeat exactly, scores nearly.
 */
@NullMarked
package dev.starling.testnet.run;

import org.jspecify.annotations.NullMarked;
