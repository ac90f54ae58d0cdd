package dev.starling.node.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Numbers groups in the order in which they appear. A row whose group nobody knows is a group of its own. */
final class GroupNumbers {
    private final Map<String, Integer> known = new HashMap<>();
    private int[] numbers = new int[0];
    private int rows;
    private int groups;
    private int unknown;

    /** Takes the group of the next row; empty when nobody knows. */
    void add(String group) {
        if (rows == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(256, 2 * rows));
        }
        if (group.isEmpty()) {
            unknown++;
            numbers[rows++] = groups++;
        } else {
            Integer number = known.putIfAbsent(group, groups);
            numbers[rows++] = number == null ? groups++ : number;
        }
    }

    /** Rows whose group nobody knows. */
    int unknown() {
        return unknown;
    }

    int[] numbers() {
        return Arrays.copyOf(numbers, rows);
    }
}
