/**
 * A site's own rows as a learner sees them: a table becomes features and labels as the charter says. What does not fit is an error that names the file, the line and the
 * column, never the value, because messages end up in logs. Nothing here knows of peers.
 */
@NullMarked
package dev.starling.node.data;

import org.jspecify.annotations.NullMarked;
