/** Verbs that take the model elsewhere. */
@NullMarked
package dev.starling.node.cli.model;

import org.jspecify.annotations.NullMarked;
