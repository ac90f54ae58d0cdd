/**
 * Simulated federations from a command line to a report: reads and deals rows, founds the federation, plays a scenario or
 * what the command line says happens, and measures. The simulator itself knows nothing of tables or of nodes.
 */
@NullMarked
package dev.starling.testnet.virtual;

import org.jspecify.annotations.NullMarked;
