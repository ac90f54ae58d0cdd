package dev.starling.node.verdict;

import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Labels;
import dev.starling.node.data.Quantities;
import java.util.List;

/** What one model told of some rows, beside what is so. */
sealed interface Told permits ToldClasses, ToldQuantities {
    /** All figures of the model. */
    List<Figure> figures();

    /** Whether the model was right on a row, or how far off it was: what two models are compared by, row by row. */
    double loss(int row);

    /** Rows. */
    int rows();

    /**
     * What a model told.
     *
     * @param outputs row-major, rows x outputs, as a learner publishes them
     * @param deviation of a quantity in its unit; not looked at for classes
     */
    static Told of(float[] outputs, Labels labels, double deviation) {
        return labels instanceof ClassLabels classes
                ? new ToldClasses(outputs, classes)
                : new ToldQuantities(outputs, ((Quantities) labels).values(), deviation);
    }
}
