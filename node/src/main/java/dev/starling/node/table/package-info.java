/**
 * Rows as files have them: CSV with a header, or arrays in IDX, NPY and NPZ with an array of their labels, plain or packed; and
 * what a {@link dev.starling.node.table.TableFormat} on the class path reads. Headers are checked against bounds and against the file's real length before anything is allocated, and rows are streamed, never
 * held. A file that does not fit is an error that names the file, the line and the column, never a value, because messages
 * end up in logs. What a row
 * means is for others to say; only what a site calls otherwise than its charter is put right here, so that nobody after this
 * room sees two names for one thing.
 */
@NullMarked
package dev.starling.node.table;

import org.jspecify.annotations.NullMarked;
