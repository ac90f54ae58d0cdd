/**
 * Writes a member's share of a table of numbers in the format that the whole table had: IDX, as MNIST is published, and
 * NumPy's NPY. The package knows arrays, shapes and bytes; what a number means, and whose it is, others know.
 */
@NullMarked
package dev.starling.testnet.array;

import org.jspecify.annotations.NullMarked;
