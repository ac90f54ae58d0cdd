package dev.starling.testnet.partition;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Members that the table itself tells apart: a hospital, a device, a writer. Rows with the same text in the column stay
 * together, as the natural partitions of Caldas et al., "LEAF: A Benchmark for Federated Settings", 2018, arXiv:1812.01097.
 *
 * <p>With as many values as members, each value is a member, in sorted order. With more, values are dealt whole: the
 * largest first, each to the member that has fewest rows (R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", SIAM
 * Journal on Applied Mathematics 17(2), 1969: the largest share is at most 4/3 of what it is in the most even division). The
 * seed orders values of one size.
 *
 * @param name of the column
 */
record ByColumn(String name) implements Partitioner {
    private static final int MANY = 20;

    ByColumn {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the NAME of column:NAME is empty; write for example column:hospital");
        }
    }

    @Override
    public String text() {
        return "column:" + name;
    }

    @Override
    public Optional<String> column() {
        return Optional.of(name);
    }

    @Override
    public List<String> names(Rows rows, int members) {
        SortedMap<String, Integer> sizes = sizes(rows);
        return sizes.size() == members ? List.copyOf(sizes.keySet()) : List.of();
    }

    /** As many as there are values, unless those are more than one looks at. */
    @Override
    public OptionalInt naturalMembers(Rows rows) {
        int values = sizes(rows).size();
        return values <= MANY ? OptionalInt.of(values) : OptionalInt.empty();
    }

    @Override
    public int[] deal(Rows rows, int members, long seed) throws NodeFailure {
        if (rows.keys().isEmpty() && rows.count() > 0) {
            throw new IllegalArgumentException("rows dealt by a column need its text");
        }
        Floor.check(rows, members);
        checkFilled(rows.keys());
        SortedMap<String, Integer> sizes = sizes(rows);
        if (sizes.size() < members) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "column \"" + name + "\" has " + Floor.counted(sizes.size(), "value") + ", too few for " + members
                            + " members; ask for at most " + sizes.size() + ", or split by another column");
        }
        Map<String, Integer> owners = owners(sizes, members, new Sampler(seed));
        int[] dealt = rows.keys().stream()
                .mapToInt(key -> owners.getOrDefault(key, -1))
                .toArray();
        checkShares(dealt, members);
        return dealt;
    }

    private static SortedMap<String, Integer> sizes(Rows rows) {
        SortedMap<String, Integer> sizes = new TreeMap<>();
        for (String key : rows.keys()) {
            sizes.merge(key, 1, Integer::sum);
        }
        return sizes;
    }

    /** The member of each value. Nobody is left out: who has nothing yet has fewest rows. */
    private static Map<String, Integer> owners(SortedMap<String, Integer> sizes, int members, Sampler sampler) {
        List<Map.Entry<String, Integer>> values = List.copyOf(sizes.entrySet());
        Map<String, Integer> owners = new TreeMap<>();
        if (values.size() == members) {
            values.forEach(value -> owners.put(value.getKey(), owners.size()));
            return owners;
        }
        int[] order = new int[values.size()];
        Arrays.setAll(order, i -> i);
        sampler.shuffle(order);
        int[] held = new int[members];
        Arrays.stream(order)
                .mapToObj(values::get)
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(value -> {
                    int member = poorest(held);
                    held[member] += value.getValue();
                    owners.put(value.getKey(), member);
                });
        return owners;
    }

    private static int poorest(int[] held) {
        int poorest = 0;
        for (int member = 1; member < held.length; member++) {
            poorest = held[member] < held[poorest] ? member : poorest;
        }
        return poorest;
    }

    private void checkFilled(List<String> keys) throws NodeFailure {
        int empty = (int) keys.stream().filter(String::isBlank).count();
        if (empty > 0) {
            int first = 0;
            while (!keys.get(first).isBlank()) {
                first++;
            }
            throw new NodeFailure(
                    ExitCode.DATA,
                    "column \"" + name + "\" is empty in " + Floor.counted(empty, "row") + ", first in row "
                            + (first + 1) + "; fill it in, or leave these rows out");
        }
    }

    private void checkShares(int[] owners, int members) throws NodeFailure {
        int fewest = Arrays.stream(Floor.sizes(owners, members)).min().orElseThrow();
        if (fewest < Floor.ROWS) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "by column \"" + name + "\" one of " + members + " members would hold "
                            + Floor.counted(fewest, "row") + ", and needs at least " + Floor.ROWS
                            + "; ask for fewer members, so that more values come together");
        }
    }
}
