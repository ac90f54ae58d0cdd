/**
 * Parquet as a table of cells, for builds that want it ({@code mvn -Pparquet package}): the libraries are larger than all that
 * is CSV, IDX, NPY and NPZ together, so the usual JAR leaves them out. Flat columns of numbers, words, booleans; no lists.
 */
@NullMarked
package dev.starling.node.parquet;

import org.jspecify.annotations.NullMarked;
