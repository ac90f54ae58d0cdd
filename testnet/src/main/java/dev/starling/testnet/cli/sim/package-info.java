/**
 * The verb {@code sim}: what weather, faults, rows and traces may be asked of a simulated federation, and what a run answers.
 * A value that is out of its range is refused with the option's name before anything is computed.
 */
@NullMarked
package dev.starling.testnet.cli.sim;

import org.jspecify.annotations.NullMarked;
