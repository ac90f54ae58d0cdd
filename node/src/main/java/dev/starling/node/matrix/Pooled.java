package dev.starling.node.matrix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One model at all sites that told of it, each row counted once: for models that several sites hold alike.
 *
 * @param model which one it is
 * @param slot the last slot whose learning is in it
 * @param parameters digest of its parameters
 * @param sites that told of it
 * @param rows of all of them
 * @param right of these; null when the label is a quantity
 * @param rmse root of the mean squared error of all rows; null for classes
 */
public record Pooled(
        String model,
        int slot,
        String parameters,
        int sites,
        long rows,
        @Nullable Long right,
        @Nullable Double rmse) {
    /** The models of which at least two sites have told, in the order in which they come. */
    public static List<Pooled> of(List<SiteShare> shares) {
        Map<String, List<Cell>> byModel = new LinkedHashMap<>();
        for (SiteShare share : shares) {
            for (Cell cell : share.cells()) {
                if (cell.rows() != null) {
                    byModel.computeIfAbsent(cell.model() + cell.parameters(), key -> new ArrayList<>())
                            .add(cell);
                }
            }
        }
        return byModel.values().stream()
                .filter(cells -> cells.size() > 1)
                .map(Pooled::together)
                .toList();
    }

    private static Pooled together(List<Cell> cells) {
        Cell first = cells.get(0);
        long rows = 0;
        long right = 0;
        double squares = 0;
        for (Cell cell : cells) {
            int ofSite = Optional.ofNullable(cell.rows()).orElse(0);
            double rmse = Optional.ofNullable(cell.rmse()).orElse(0.0);
            rows += ofSite;
            right += Optional.ofNullable(cell.right()).orElse(0);
            squares += ofSite * rmse * rmse;
        }
        boolean classes = first.right() != null;
        return new Pooled(
                first.model(),
                first.slot(),
                first.parameters(),
                cells.size(),
                rows,
                classes ? right : null,
                classes ? null : Math.sqrt(squares / rows));
    }
}
