/**
 * What all verbs share: their common options, what surrounds them, and the one kind of answer they give, as text or as one
 * JSON object.
 */
@NullMarked
package dev.starling.node.cli.verb;

import org.jspecify.annotations.NullMarked;
