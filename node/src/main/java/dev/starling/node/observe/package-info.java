/**
 * What people see of a running node: the log, the line of progress and the status. The engine reports what happened; the
 * operators' vocabulary is in {@link dev.starling.node.observe.OperatorLog} alone. Never a data value, never a secret.
 */
@NullMarked
package dev.starling.node.observe;

import org.jspecify.annotations.NullMarked;
