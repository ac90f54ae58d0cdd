/**
 * Who holds which rows. A partitioner deals the rows of one table out to members, each row to one member at most, by a
 * seed alone: the same rows and seed give the same shares on every machine. It sees labels, row numbers and at most one
 * column's text, never a feature or a clock; the only file it opens is a list of owners that somebody names.
 */
@NullMarked
package dev.starling.testnet.partition;

import org.jspecify.annotations.NullMarked;
