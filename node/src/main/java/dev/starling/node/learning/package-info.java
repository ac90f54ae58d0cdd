/**
 * Where a model learns, classes or a quantity. A learner takes the parameters as one flat {@code float[]}, trains them on
 * the site's own rows and gives back how far they moved; that array is the only thing that ever crosses the border, once
 * each way. Everything between is ND4J, which no other package may touch: off-heap arrays that are allocated once and closed by
 * hand, one thread, chance from a seed. Nothing here knows of peers, files or clocks.
 */
@NullMarked
package dev.starling.node.learning;

import org.jspecify.annotations.NullMarked;
