package dev.starling.testnet.local;

import dev.starling.node.admin.AdminClient;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A running node and the way to it. Confined to one thread. */
public final class LocalNode {
    private final DataDirectory directory;
    private final NodeProcess process;
    private @Nullable AdminClient admin;

    /**
     * @param directory its data directory
     * @param process that runs on it
     */
    public LocalNode(DataDirectory directory, NodeProcess process) {
        this.directory = directory;
        this.process = process;
    }

    /** Its process. */
    public NodeProcess process() {
        return process;
    }

    /**
     * What it says of itself; empty while it does not answer.
     *
     * @throws NodeFailure when it has ended
     */
    public Optional<NodeStatus> status() throws NodeFailure {
        try {
            return Optional.of(NodeStatus.of(client().get("/v1/status")));
        } catch (IOException e) {
            process.requireRunning();
            return Optional.empty();
        }
    }

    /**
     * Asks it to finish its open exchanges, say goodbye and end.
     *
     * @throws NodeFailure when it cannot be asked
     */
    public void askToLeave() throws NodeFailure {
        ask("/v1/leave");
    }

    /**
     * Asks it to stop as a member that will be back.
     *
     * @throws NodeFailure when it cannot be asked
     */
    public void askToStop() throws NodeFailure {
        ask("/v1/stop");
    }

    private void ask(String path) throws NodeFailure {
        try {
            client().post(path);
        } catch (IOException e) {
            process.requireRunning();
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "the node of " + process.name() + " cannot be asked to end (" + e.getMessage() + "); see "
                            + process.log(),
                    e);
        }
    }

    private AdminClient client() throws IOException {
        AdminClient known = admin;
        if (known == null) {
            known = AdminClient.find(address());
            admin = known;
        }
        return known;
    }

    private Path address() {
        return directory.adminAddress();
    }
}
