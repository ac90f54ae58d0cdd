/**
 * How the command line speaks to a running node: HTTP on the loopback address, with a token that only the owner of the
 * data directory can read. The server knows paths and JSON; what a path does is given to it.
 */
@NullMarked
package dev.starling.node.admin;

import org.jspecify.annotations.NullMarked;
