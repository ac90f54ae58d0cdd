/**
 * Arrays of numbers as files have them: the headers of IDX and of NumPy's NPY, read and written, and NumPy's archives of such
 * arrays. The rows of a table and the parameters of a model come in the same formats, so both are read here, and nothing that
 * a file says of itself is believed before it is within bounds. What the numbers mean, and how long the file really is, the
 * rooms that ask know: {@code table} and {@code model}.
 */
@NullMarked
package dev.starling.node.array;

import org.jspecify.annotations.NullMarked;
