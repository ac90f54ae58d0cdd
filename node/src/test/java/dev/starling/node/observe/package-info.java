/** What people see of a node. */
@NullMarked
package dev.starling.node.observe;

import org.jspecify.annotations.NullMarked;
