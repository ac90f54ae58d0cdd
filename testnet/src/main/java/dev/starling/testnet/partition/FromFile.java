package dev.starling.testnet.partition;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Members that somebody has dealt already, with another program or by hand: the way to repeat a published experiment. A text
 * file, plain or gzip, says who owns each row of the table, one whole number a line in the table's order: a member, counted
 * from 0, or -1 for a test row that nobody holds. A first line {@code node} is a header. The seed changes nothing.
 *
 * @param path of the file
 */
record FromFile(Path path) implements Partitioner {
    @Override
    public String text() {
        return "file:" + path;
    }

    @Override
    public boolean namesEveryRow() {
        return true;
    }

    @Override
    public OptionalInt naturalMembers(Rows rows) throws NodeFailure {
        return OptionalInt.of(Arrays.stream(OwnersFile.read(path)).max().orElse(-1) + 1);
    }

    @Override
    public int[] deal(Rows rows, int members, long seed) throws NodeFailure {
        Floor.check(rows, members);
        int[] owners = OwnersFile.read(path);
        if (owners.length != rows.count()) {
            throw refusal("names the owners of " + Floor.counted(owners.length, "row") + ", but the table has "
                    + rows.count() + "; write one line for each row of the table, -1 for a test row");
        }
        long named = Arrays.stream(owners).max().orElse(-1) + 1L;
        if (named > members) {
            throw refusal("names member " + (named - 1) + ", but the " + members
                    + " asked for are counted from 0; ask for " + named + " members");
        }
        int[] sizes = Floor.sizes(owners, members);
        for (int member = 0; member < members; member++) {
            if (sizes[member] < Floor.ROWS) {
                throw refusal("has " + Floor.counted(sizes[member], "row") + " for member " + member + " of 0 to "
                        + (members - 1) + ", which needs at least " + Floor.ROWS
                        + "; number the members from 0 without gaps, and ask for as many as there are");
            }
        }
        return owners;
    }

    private NodeFailure refusal(String problem) {
        return new NodeFailure(ExitCode.DATA, path + ": " + problem);
    }
}
