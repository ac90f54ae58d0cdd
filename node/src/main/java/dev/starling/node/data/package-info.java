/**
 * A site's own rows: a CSV table, or arrays in IDX or NPY, become features and labels as the charter says, and the rows
 * split into those that are trained on and those that never are. What does not fit is an error that names the file, the
 * line and the column, never the value, because messages end up in logs. A length in a header is believed only once the
 * file is known to be that long. The package reads files and holds no other resource; nothing here knows of peers.
 */
@NullMarked
package dev.starling.node.data;

import org.jspecify.annotations.NullMarked;
