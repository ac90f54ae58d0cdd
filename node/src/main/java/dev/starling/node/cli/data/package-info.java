/** Verbs about the own table. They read it and nothing else, and print counts and places, never a cell. */
@NullMarked
package dev.starling.node.cli.data;

import org.jspecify.annotations.NullMarked;
