package dev.starling.node.quality;

import dev.starling.node.quality.TableScan.Field;
import dev.starling.node.quality.TableScan.Row;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A number for each row by which equal rows are found: 64 bits mixed from what stands in some columns. Two different rows out
 * of a million share one with a chance of less than one in ten million. Confined to one thread.
 */
final class RowKeys {
    private final List<Field> fields;
    private long[] keys = new long[64];
    private int rows;

    RowKeys(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    void add(Row row) {
        long key = 1;
        for (Field field : fields) {
            for (int i = 0; i < field.width(); i++) {
                double number = row.numbers()[field.at() + i];
                // 0.0 and -0.0 are one number; a word has its own text
                key = mixed(key, Double.isNaN(number) ? word(row, field) : Double.doubleToLongBits(number + 0.0));
            }
        }
        if (rows == keys.length) {
            keys = Arrays.copyOf(keys, 2 * rows);
        }
        keys[rows++] = key;
    }

    private static long word(Row row, Field field) {
        long hash = 7;
        if (!row.missing(field)) {
            String text = row.text(field);
            for (int i = 0; i < text.length(); i++) {
                hash = mixed(hash, text.charAt(i));
            }
        }
        return hash;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014) over both. */
    private static long mixed(long key, long more) {
        long z = key * 0x9E3779B97F4A7C15L + more;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long of(int row) {
        return keys[row];
    }

    int rows() {
        return rows;
    }

    /** Rows that are equal to an earlier one. */
    int repeated() {
        return rows - distinct();
    }

    int distinct() {
        Set<Long> seen = new HashSet<>();
        for (int row = 0; row < rows; row++) {
            seen.add(keys[row]);
        }
        return seen.size();
    }

    /** Of some rows those that are equal to one of others. */
    int shared(int[] some, int[] others) {
        Set<Long> there = new HashSet<>();
        for (int row : others) {
            there.add(keys[row]);
        }
        int shared = 0;
        for (int row : some) {
            shared += there.contains(keys[row]) ? 1 : 0;
        }
        return shared;
    }

    /** Rows that are equal here to an earlier one which is another by the other keys. */
    int contradicted(RowKeys other) {
        Map<Long, Long> first = new HashMap<>();
        int contradicted = 0;
        for (int row = 0; row < rows; row++) {
            Long before = first.putIfAbsent(keys[row], other.keys[row]);
            contradicted += before != null && before != other.keys[row] ? 1 : 0;
        }
        return contradicted;
    }
}
