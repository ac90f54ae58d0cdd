/**
 * What Starling costs on this machine: one table in which every figure stands beside a limit that was measured in the same
 * run, so that a noisy or a slow machine says the same as a quiet or a fast one. {@link
 * dev.starling.testnet.bench.Timer} takes figure and limit in turn and compares them pair by pair; real nodes are processes
 * of the node's JAR in a {@link dev.starling.testnet.bench.Cluster}. Sees the node through its command line and its admin
 * endpoint only.
 */
@NullMarked
package dev.starling.testnet.bench;

import org.jspecify.annotations.NullMarked;
