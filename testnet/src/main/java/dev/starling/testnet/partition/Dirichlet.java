package dev.starling.testnet.partition;

import dev.starling.node.site.NodeFailure;
import java.util.Comparator;
import java.util.List;

/**
 * Members that see the classes in different proportions: label skew. Each class is cut among the members by proportions
 * drawn from a symmetric Dirichlet law, so that members differ in their mix of classes and in size too. A concentration of
 * 100 is close to {@link Iid}; of 0.1, most members have few of the classes.
 *
 * <p>Proportions over members, class by class: Yurochkin et al., "Bayesian Nonparametric Federated Learning of Neural
 * Networks", 2019, arXiv:1905.12022, in its experiments; Li et al., "Federated Learning on Non-IID Data Silos"
 * (NIID-Bench), 2022, arXiv:2102.02079, on label distribution skew. Hsu, Qi and Brown, "Measuring the Effects of
 * Non-Identical Data Distribution for Federated Visual Classification", 2019, arXiv:1909.06335, draw the other way round,
 * proportions over classes for members of one size: the same concentration is not the same skew. What becomes of a member
 * that draws too few rows is in {@link Proportions}.
 *
 * @param concentration of each member's part, from 0.000001 to 1000000
 */
record Dirichlet(double concentration) implements Partitioner {
    Dirichlet {
        Proportions.check("dirichlet", concentration);
    }

    @Override
    public String text() {
        return "dirichlet:" + Forms.text(concentration);
    }

    @Override
    public int[] deal(Rows rows, int members, long seed) throws NodeFailure {
        Floor.check(rows, members);
        // By first row, so that what the classes are numbered changes nothing.
        List<int[]> groups = rows.byClass().stream()
                .sorted(Comparator.comparingInt(group -> group[0]))
                .toList();
        return new Proportions(concentration, members, new Sampler(seed)).deal(groups);
    }
}
