package dev.starling.testnet.up;

import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.dataset.Request;
import dev.starling.testnet.federation.Directories;
import dev.starling.testnet.federation.Founding;
import dev.starling.testnet.federation.Keys;
import dev.starling.testnet.federation.Progress;
import dev.starling.testnet.federation.Settlement;
import dev.starling.testnet.federation.Settlement.Meeting;
import dev.starling.testnet.local.NodeProgram;
import dev.starling.testnet.local.Ports;
import dev.starling.testnet.run.Heap;
import dev.starling.testnet.run.TrainingChoice;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Raises a federation of processes that stays up.
 *
 * @param directory for everything; empty or absent
 * @param port the first of as many successive ports as there are members; not said: free ones
 */
public record Raising(Path directory, Request request, TrainingChoice training, long seed, OptionalInt port) {
    private static final String FEDERATION = "Testnet";
    private static final double HOLDOUT = 0.2;

    /**
     * Founds it, starts it, and waits until every node answers; when that fails, everything is ended and removed again.
     *
     * @throws NodeFailure when the data or a setting does not fit, a port is taken, or a node does not come up
     */
    public StandingFederation up(Progress progress) throws NodeFailure, InterruptedException {
        requireFree();
        boolean wasThere = Files.exists(directory);
        long from = System.nanoTime();
        DataSet data = DataSet.open(request, seed);
        Founding.Agreement agreement = training.agreement(FEDERATION, data, seed);
        List<Integer> ports = Ports.take(
                InetAddress.getLoopbackAddress(), port, data.members().size());
        NodeProgram program = NodeProgram.find();
        Meeting meeting = Meeting.onLoopback(ports);
        progress.phase(
                0,
                data.rows() + " rows of " + data.source() + ", "
                        + data.members().size() + " members (" + data.split() + "), in " + directory);
        Settlement settlement = new Settlement(directory, data, seed);
        boolean up = false;
        try {
            CharterDocument document = settlement.settle(new Founding(agreement, Keys.fresh(), HOLDOUT), meeting);
            StandingFederation federation = StandingFederation.create(
                    directory,
                    document.federation().hex(),
                    agreement.plan().slots(),
                    Heap.megabytes(document.charter(), data),
                    settlement.sites(meeting));
            federation.start(program);
            up = true;
            progress.phase(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from), "all nodes are up");
            return federation;
        } finally {
            if (!up) {
                StandingFederation.removeAll(directory, wasThere);
            }
        }
    }

    private void requireFree() throws NodeFailure {
        if (Registry.isIn(directory)) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    directory
                            + ": there is a testnet here already; look at it with `starling testnet status`, end it with"
                            + " `starling testnet down --remove`, or name another directory with --dir");
        }
        if (!Directories.isFree(directory)) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    directory + ": is not empty, and nothing is ever overwritten; name another directory with --dir");
        }
    }
}
