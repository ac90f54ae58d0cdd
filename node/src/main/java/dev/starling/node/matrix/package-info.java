/**
 * Which site does how well with which model, from what each site chooses to tell: a small signed file of aggregates, made by
 * hand and carried by hand. What too few rows stand behind is withheld before the file is written. No row, no probability and
 * no parameter is ever in it.
 */
@NullMarked
package dev.starling.node.matrix;

import org.jspecify.annotations.NullMarked;
