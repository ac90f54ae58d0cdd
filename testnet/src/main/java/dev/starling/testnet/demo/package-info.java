/**
 * The demonstration: six hospitals with unequal, lopsided shares of one public table learn together as real nodes, while
 * one comes late and one goes. It prepares their directories with the node's own commands, follows the run from outside,
 * trains the two references in this process (each hospital alone; everybody's rows in one place) and hands finished
 * numbers to the report. It writes below one directory only and leaves no process behind.
 */
@NullMarked
package dev.starling.testnet.demo;

import org.jspecify.annotations.NullMarked;
