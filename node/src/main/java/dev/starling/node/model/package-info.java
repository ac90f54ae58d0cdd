/**
 * Models that leave Starling: the parameters of one snapshot, written as NumPy archive or as safetensors, so that other
 * programs load them and predict the same. A file appears as a whole or not at all, and never in the place of another
 * unless that is asked for. The package writes files; it computes nothing.
 */
@NullMarked
package dev.starling.node.model;

import org.jspecify.annotations.NullMarked;
