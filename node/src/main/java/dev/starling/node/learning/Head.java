package dev.starling.node.learning;

import dev.starling.node.charter.Charter;

/** What the last layer of a model tells. */
public sealed interface Head {
    /** What a charter asks for. */
    static Head of(Charter.Target target) {
        return target instanceof Charter.Quantity quantity ? new Regressor(quantity.deviation()) : new Classifier();
    }

    /** A class: one output a class, softmax, cross-entropy. */
    record Classifier() implements Head {}

    /**
     * A standardised number: one output as it is, squared error.
     *
     * @param deviation in the unit of the label; turns the standardised error back
     */
    record Regressor(double deviation) implements Head {
        /**
         * Checks the deviation.
         *
         * @throws IllegalArgumentException when it is not above 0
         */
        public Regressor {
            if (!(deviation > 0)) {
                throw new IllegalArgumentException("a deviation of " + deviation);
            }
        }
    }
}
