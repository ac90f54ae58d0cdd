package dev.starling.node.data.split;

import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.split.Parts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws whole groups, so that no patient stands on both sides. Groups come in a random order; one is taken when that brings
 * the part nearer to what is wanted, in rows and in rows of each class: the distance is the square of the rows that are
 * missing or too many, plus {@value #CLASS_WEIGHT} times the same of each class. Groups of unequal size and class make an
 * exact share impossible; one group at least is taken, and one at least is left to train on.
 */
final class GroupDraw implements Parts.Draw {
    private static final int CLASS_WEIGHT = 4;

    private final ClassLabels strata;
    private final List<List<Integer>> groups = new ArrayList<>();

    /**
     * Groups in a random order.
     *
     * @param groupOf number of each row's group, from 0 without gaps
     */
    GroupDraw(int[] groupOf, ClassLabels strata, SplittableRandom random) {
        this.strata = strata;
        List<List<Integer>> byNumber = new ArrayList<>();
        for (int row = 0; row < groupOf.length; row++) {
            while (byNumber.size() <= groupOf[row]) {
                byNumber.add(new ArrayList<>());
            }
            byNumber.get(groupOf[row]).add(row);
        }
        for (int g : Parts.shuffled(byNumber.size(), random)) {
            groups.add(byNumber.get(g));
        }
    }

    @Override
    public void take(Part[] parts, Part to, int wanted) {
        List<List<Integer>> left = groups.stream()
                .filter(group -> parts[group.get(0)] == Part.TRAINING)
                .toList();
        if (wanted == 0 || left.size() < 2) {
            return;
        }
        Missing missing = new Missing(left, wanted);
        int untouched = left.size();
        for (List<Integer> group : left) {
            if (untouched > 1 && missing.nearerWith(group)) {
                missing.take(group);
                group.forEach(row -> parts[row] = to);
                untouched--;
            }
        }
        if (untouched == left.size()) {
            left.stream()
                    .min((a, b) -> Integer.compare(a.size(), b.size()))
                    .orElseThrow()
                    .forEach(row -> parts[row] = to);
        }
    }

    /** Rows that a part still misses, in all and of each class; negative when it has too many. */
    private final class Missing {
        private double rows;
        private final double[] ofClass = new double[strata.classes()];

        Missing(List<List<Integer>> groups, int wanted) {
            int all = 0;
            for (List<Integer> group : groups) {
                for (int row : group) {
                    ofClass[strata.numbers()[row]]++;
                    all++;
                }
            }
            for (int c = 0; c < ofClass.length; c++) {
                ofClass[c] *= (double) wanted / all;
            }
            this.rows = wanted;
        }

        void take(List<Integer> group) {
            rows -= group.size();
            for (int row : group) {
                ofClass[strata.numbers()[row]]--;
            }
        }

        private void giveBack(List<Integer> group) {
            rows += group.size();
            for (int row : group) {
                ofClass[strata.numbers()[row]]++;
            }
        }

        /** Only the classes of the group change, so only their distances are compared. */
        boolean nearerWith(List<Integer> group) {
            int[] classes = group.stream()
                    .mapToInt(row -> strata.numbers()[row])
                    .distinct()
                    .toArray();
            double before = distance(classes);
            take(group);
            double after = distance(classes);
            giveBack(group);
            return after < before;
        }

        private double distance(int[] classes) {
            double sum = rows * rows;
            for (int c : classes) {
                sum += CLASS_WEIGHT * ofClass[c] * ofClass[c];
            }
            return sum;
        }
    }
}
