package dev.starling.testnet.federation;

import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import dev.starling.node.data.Quantities;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Who holds how much of what.
 *
 * @param kinds the classes; for a quantity, ranges that hold a fifth of all rows each
 * @param rows for each member, its rows of each kind
 */
public record Holdings(List<String> kinds, List<List<Integer>> rows) {
    private static final int RANGES = 5;

    public Holdings {
        kinds = List.copyOf(kinds);
        rows = List.copyOf(rows);
    }

    /** Counts the members' training rows. */
    static Holdings of(Charter.Schema schema, List<Examples> parts) {
        return schema.target() instanceof Quantity quantity ? ofRanges(quantity, parts) : ofClasses(schema, parts);
    }

    private static Holdings ofClasses(Charter.Schema schema, List<Examples> parts) {
        return new Holdings(
                schema.classes(),
                parts.stream()
                        .map(part -> ((ClassLabels) part.labels()).counts())
                        .map(counts -> IntStream.of(counts).boxed().toList())
                        .toList());
    }

    private static Holdings ofRanges(Quantity quantity, List<Examples> parts) {
        List<float[]> values = parts.stream()
                .map(part -> ((Quantities) part.labels()).values())
                .toList();
        float[] edges = edges(values);
        List<List<Integer>> rows = values.stream()
                .map(own -> IntStream.range(0, RANGES)
                        .mapToObj(range -> (int) IntStream.range(0, own.length)
                                .filter(i -> range(own[i], edges) == range)
                                .count())
                        .toList())
                .toList();
        List<String> names = IntStream.range(0, RANGES)
                .mapToObj(range -> name(range, edges, quantity))
                .toList();
        return new Holdings(names, rows);
    }

    private static float[] edges(List<float[]> values) {
        int count = values.stream().mapToInt(own -> own.length).sum();
        float[] all = new float[count];
        int at = 0;
        for (float[] own : values) {
            System.arraycopy(own, 0, all, at, own.length);
            at += own.length;
        }
        Arrays.sort(all);
        float[] edges = new float[RANGES - 1];
        for (int range = 1; range < RANGES; range++) {
            edges[range - 1] = all[(int) ((long) range * count / RANGES)];
        }
        return edges;
    }

    private static int range(float value, float[] edges) {
        int range = 0;
        while (range < edges.length && value >= edges[range]) {
            range++;
        }
        return range;
    }

    private static String name(int range, float[] edges, Quantity quantity) {
        if (range == 0) {
            return "below " + unscaled(edges[0], quantity);
        }
        String from = unscaled(edges[range - 1], quantity);
        return range == edges.length ? "from " + from : from + " to " + unscaled(edges[range], quantity);
    }

    private static String unscaled(float edge, Quantity quantity) {
        return String.format(Locale.ROOT, "%.4g", edge * quantity.deviation() + quantity.mean());
    }
}
