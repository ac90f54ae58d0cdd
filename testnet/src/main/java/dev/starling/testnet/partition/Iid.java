package dev.starling.testnet.partition;

import dev.starling.node.site.NodeFailure;

/**
 * Members that all see the same kind of rows: a shuffled table, dealt like cards. Shares differ by at most one row, and in
 * their classes by chance alone, as the IID split of McMahan et al., "Communication-Efficient Learning of Deep Networks
 * from Decentralized Data", 2017, arXiv:1602.05629, section 3.
 */
record Iid() implements Partitioner {
    @Override
    public String text() {
        return "iid";
    }

    @Override
    public int[] deal(Rows rows, int members, long seed) throws NodeFailure {
        Floor.check(rows, members);
        int[] order = rows.all();
        new Sampler(seed).shuffle(order);
        int[] owners = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            owners[order[i]] = i % members;
        }
        return owners;
    }
}
