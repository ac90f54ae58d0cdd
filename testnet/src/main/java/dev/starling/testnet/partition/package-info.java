/**
 * Who holds which rows. A partition deals the rows of one table out to members, each row to one member at most, by a
 * seed alone: the same labels and seed give the same shares on every machine. It sees labels and row numbers, never a
 * feature, a file or a clock.
 */
@NullMarked
package dev.starling.testnet.partition;

import org.jspecify.annotations.NullMarked;
