/**
 * Which of a site's rows are trained on, which choose a model, and which judge it. Every row is drawn by itself or, where rows
 * belong to groups such as a patient's visits, with its whole group; classes keep their shares as far as that allows. The same
 * rows, shares and seed give the same parts, so that whatever judges a model later finds the rows that it has never seen.
 */
@NullMarked
package dev.starling.node.data.split;

import org.jspecify.annotations.NullMarked;
