package dev.starling.node.verdict;

import java.util.List;

/**
 * Estimates of a quantity. The figures, the first two in the unit of the label: rmse, the root of the mean squared error; mae,
 * the mean absolute error; r2, the share of the label's variance on these rows that the estimates explain, below 0 when their
 * mean would have done better.
 */
final class ToldQuantities implements Told {
    private final double[] squares;
    private final double[] distances;
    private final float[] values;
    private final double deviation;

    /**
     * What a model told.
     *
     * @param estimates standardised, one a row
     * @param values likewise
     * @param deviation of the label in its own unit
     */
    ToldQuantities(float[] estimates, float[] values, double deviation) {
        this.values = values;
        this.deviation = deviation;
        this.squares = new double[values.length];
        this.distances = new double[values.length];
        for (int row = 0; row < values.length; row++) {
            distances[row] = Math.abs((double) estimates[row] - values[row]);
            squares[row] = distances[row] * distances[row];
        }
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure(Figure.RMSE, weights -> deviation * Math.sqrt(Figure.mean(squares, weights))),
                new Figure(Figure.MAE, weights -> deviation * Figure.mean(distances, weights)),
                new Figure(Figure.R2, this::explained));
    }

    private double explained(double[] weights) {
        double[] wide = new double[values.length];
        for (int row = 0; row < wide.length; row++) {
            wide[row] = values[row];
        }
        double mean = Figure.mean(wide, weights);
        for (int row = 0; row < wide.length; row++) {
            wide[row] = (values[row] - mean) * (values[row] - mean);
        }
        return 1 - Figure.mean(squares, weights) / Figure.mean(wide, weights);
    }

    @Override
    public double loss(int row) {
        return squares[row];
    }

    @Override
    public int rows() {
        return values.length;
    }
}
