package dev.starling.node.data.split;

import dev.starling.node.config.DataConfig;

/**
 * How much of a site's rows is kept from training.
 *
 * @param holdout share for the verdict, never seen by training nor by any choice
 * @param validation share by which a model is chosen, such as the best one so far
 */
public record Shares(double holdout, double validation) {
    private static final int FEWEST_ROWS = 5;

    /**
     * Checks the shares.
     *
     * @throws IllegalArgumentException when one is negative, or both together leave nothing for training
     */
    public Shares {
        if (!(holdout >= 0 && validation >= 0 && holdout + validation < 1)) {
            throw new IllegalArgumentException(
                    "shares of " + holdout + " and " + validation + " cannot be kept from training");
        }
    }

    /** What a site's configuration keeps from training. */
    public static Shares of(DataConfig data) {
        return new Shares(data.holdout(), data.validation());
    }

    /** A share for the verdict and none for validation. */
    public static Shares holdout(double share) {
        return new Shares(share, 0);
    }

    /** Rows held out of so many: none of fewer than five, otherwise at least one. */
    int heldOut(int rows) {
        return taken(rows, holdout, rows - 1);
    }

    /** Rows for validation of so many: none of fewer than five, otherwise at least one while one is left to train on. */
    int validated(int rows) {
        return taken(rows, validation, rows - heldOut(rows) - 1);
    }

    private static int taken(int rows, double share, int most) {
        return share == 0 || rows < FEWEST_ROWS
                ? 0
                : (int) Math.max(Math.min(1, most), Math.min(most, Math.round(rows * share)));
    }

    /**
     * Rows that are left for training. A function of the row count alone, so that the number a member attests says nothing
     * of its rows' content; where whole groups are kept together, the rows really trained on differ from it by no more
     * than what groups make necessary.
     *
     * @param rows rows in all
     * @return all rows when nothing is kept from training or there are fewer than five; otherwise fewer, and at least one
     */
    public int trainingRows(int rows) {
        return rows - heldOut(rows) - validated(rows);
    }
}
