package dev.starling.testnet.partition;

import dev.starling.node.site.NodeFailure;
import java.util.List;

/**
 * Members that see the same kind of rows, but many or few of them: quantity skew. Sizes are in proportions drawn from a
 * symmetric Dirichlet law, and which rows fill them is chance, as in Li et al., "Federated Learning on Non-IID Data Silos"
 * (NIID-Bench), 2022, arXiv:2102.02079, on quantity skew.
 *
 * @param concentration of each member's size, from 0.000001 to 1000000
 */
record QuantitySkew(double concentration) implements Partitioner {
    QuantitySkew {
        Proportions.check("quantity", concentration);
    }

    @Override
    public String text() {
        return "quantity:" + Forms.text(concentration);
    }

    @Override
    public int[] deal(Rows rows, int members, long seed) throws NodeFailure {
        Floor.check(rows, members);
        return new Proportions(concentration, members, new Sampler(seed)).deal(List.of(rows.all()));
    }
}
