package dev.starling.node.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Numbers groups in the order in which they appear. A row whose group nobody knows is a group of its own. Confined to one thread. */
public final class GroupNumbers {
    private final Map<String, Integer> known = new HashMap<>();
    private int[] numbers = new int[0];
    private int rows;
    private int groups;
    private int unknown;

    /** Takes the group of the next row; empty when nobody knows. */
    public void add(String group) {
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

    /** Groups so far. */
    public int groups() {
        return groups;
    }

    /** Rows whose group nobody knows. */
    public int unknown() {
        return unknown;
    }

    /** Number of each row's group, from 0. */
    public int[] numbers() {
        return Arrays.copyOf(numbers, rows);
    }
}
