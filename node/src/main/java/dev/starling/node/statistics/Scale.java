package dev.starling.node.statistics;

/**
 * What a number of a charter is scaled by.
 *
 * @param mean that is subtracted
 * @param deviation that is divided by, above 0
 */
public record Scale(double mean, double deviation) {
    /**
     * The scale of numbers.
     *
     * @param magnitude what {@link Scaling#MAX} divides by; 0 when nothing is to be divided
     */
    static Scale of(Scaling scaling, Moments moments, double magnitude) {
        return switch (scaling) {
            case NONE -> new Scale(0, 1);
            case MAX -> new Scale(0, magnitude > 0 ? magnitude : 1);
            case STANDARD -> new Scale(moments.mean(), moments.deviation() > 0 ? moments.deviation() : 1);
        };
    }

    /** The number as a model sees it: computed in double precision, then rounded. */
    public float scaled(double value) {
        return (float) ((value - mean) / deviation);
    }
}
