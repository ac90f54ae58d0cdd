package dev.starling.gossip.sums;

import dev.starling.crypto.identity.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the totals of several lists show together, if every member's term were the same in all of them. Whoever knows the totals
 * knows every linear combination of them, and a combination in which all but one or two members cancel tells about these. So
 * lists are <i>safe</i> when every vector but 0 in the span of their membership vectors, over the rationals, has three entries
 * or more that are not 0. For one list that means three members, for two lists that they differ by three.
 *
 * <p>The span has a vector with one such entry if and only if its reduced echelon form has a row with one; and one with two if
 * that is so without the column of one of them. Members who stand on the same lists share a column. Arithmetic is modulo the
 * prime 2^31-1, which changes no rank: no minor of at most 18 rows of zeros and ones reaches it (Hadamard 1893). No state.
 */
final class Combined {
    private static final int FEWEST = 3;
    private static final long PRIME = Integer.MAX_VALUE;

    private Combined() {}

    /**
     * Whether lists are safe together.
     *
     * @param lists at most 18
     */
    static boolean areSafe(Collection<List<PeerId>> lists) {
        Map<Integer, Integer> sizes = sizes(lists);
        List<Integer> columns = List.copyOf(sizes.keySet());
        if (alone(columns, lists.size()).stream().anyMatch(column -> sizes.getOrDefault(column, 0) < FEWEST)) {
            return false;
        }
        for (int without : columns) {
            if (sizes.getOrDefault(without, 0) == 1) {
                List<Integer> rest = columns.stream().filter(c -> c != without).toList();
                if (alone(rest, lists.size()).stream().anyMatch(column -> sizes.getOrDefault(column, 0) == 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Columns, with a bit for each list, and how many members have each. */
    private static Map<Integer, Integer> sizes(Collection<List<PeerId>> lists) {
        Map<PeerId, Integer> columns = new TreeMap<>();
        int bit = 1;
        for (List<PeerId> list : lists) {
            for (PeerId member : list) {
                columns.merge(member, bit, Integer::sum);
            }
            bit <<= 1;
        }
        Map<Integer, Integer> sizes = new TreeMap<>();
        columns.values().forEach(column -> sizes.merge(column, 1, Integer::sum));
        return sizes;
    }

    /** Columns that are the only entry of a row of the reduced echelon form. */
    private static List<Integer> alone(List<Integer> columns, int rows) {
        long[][] matrix = new long[rows][columns.size()];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns.size(); c++) {
                matrix[r][c] = (long) columns.get(c) >>> r & 1;
            }
        }
        List<Integer> alone = new ArrayList<>();
        for (int pivot : reduce(matrix)) {
            for (long[] row : matrix) {
                if (row[pivot] != 0 && entries(row) == 1) {
                    alone.add(columns.get(pivot));
                }
            }
        }
        return alone;
    }

    /** Gauss-Jordan elimination in place; the columns of the pivots. */
    private static List<Integer> reduce(long[][] matrix) {
        List<Integer> pivots = new ArrayList<>();
        int width = matrix.length == 0 ? 0 : matrix[0].length;
        for (int c = 0; c < width && pivots.size() < matrix.length; c++) {
            int top = pivots.size();
            int found = top;
            while (found < matrix.length && matrix[found][c] == 0) {
                found++;
            }
            if (found < matrix.length) {
                long[] row = matrix[found];
                matrix[found] = matrix[top];
                matrix[top] = row;
                scale(row, inverse(row[c]));
                for (int r = 0; r < matrix.length; r++) {
                    if (r != top) {
                        subtract(matrix[r], row, matrix[r][c]);
                    }
                }
                pivots.add(c);
            }
        }
        return pivots;
    }

    private static void scale(long[] row, long factor) {
        for (int c = 0; c < row.length; c++) {
            row[c] = row[c] * factor % PRIME;
        }
    }

    private static void subtract(long[] from, long[] row, long factor) {
        for (int c = 0; c < from.length; c++) {
            from[c] = Math.floorMod(from[c] - factor * row[c] % PRIME, PRIME);
        }
    }

    /** By Fermat's little theorem. */
    private static long inverse(long value) {
        long power = value;
        long inverse = 1;
        for (long exponent = PRIME - 2; exponent > 0; exponent >>= 1) {
            inverse = (exponent & 1) == 1 ? inverse * power % PRIME : inverse;
            power = power * power % PRIME;
        }
        return inverse;
    }

    private static int entries(long[] row) {
        int entries = 0;
        for (long entry : row) {
            entries += entry == 0 ? 0 : 1;
        }
        return entries;
    }
}
