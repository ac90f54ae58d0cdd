/**
 * What came of a federation, told five ways: as values, as JSON for scripts, as CSV for other people's charts, as
 * one self-contained page for people and as a table for the terminal. It is given finished numbers and computes only what
 * follows from them (means, the worst member, a plain verdict); it starts no node and reads no clock, and the files it
 * writes are the page and the CSV.
 */
@NullMarked
package dev.starling.testnet.report;

import org.jspecify.annotations.NullMarked;
