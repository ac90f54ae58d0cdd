/**
 * What can be said of a table's columns without showing a row: which hold numbers and which words, their means, deviations and
 * largest magnitudes, the classes of a label. A founder derives the data section of a charter from it; what is published with
 * a charter is rounded.
 */
@NullMarked
package dev.starling.node.statistics;

import org.jspecify.annotations.NullMarked;
