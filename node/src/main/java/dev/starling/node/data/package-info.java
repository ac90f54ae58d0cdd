/**
 * A site's own rows: a CSV table becomes features and labels as the charter says, and the rows split into those that are
 * trained on and those that never are. A cell that does not fit is an error that names the file, the line and the column,
 * never the value, because messages end up in logs. The package reads files and holds no other resource; nothing here
 * knows of peers.
 */
@NullMarked
package dev.starling.node.data;

import org.jspecify.annotations.NullMarked;
