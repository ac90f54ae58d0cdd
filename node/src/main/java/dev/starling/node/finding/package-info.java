/**
 * What was looked at, how it is, and what to do about it: the line that {@code doctor} and {@code data check} are made of.
 * Values only; whoever looks builds them, and the command line shows them.
 */
@NullMarked
package dev.starling.node.finding;

import org.jspecify.annotations.NullMarked;
