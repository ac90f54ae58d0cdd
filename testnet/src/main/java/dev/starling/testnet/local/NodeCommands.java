package dev.starling.testnet.local;

import dev.starling.node.cli.Starling;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** Verbs of the node's command line, in this process: a Java virtual machine for each would cost most of a second. */
public final class NodeCommands {
    private NodeCommands() {}

    /**
     * Runs a verb.
     *
     * @param arguments of the node, its verb first
     * @return what it printed on standard output, without blanks at the ends
     * @throws NodeFailure when it does not end with 0: the verb and what it printed on standard error
     */
    public static String run(String... arguments) throws NodeFailure {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Starling.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        if (code != 0) {
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "`starling " + arguments[0] + "` ended with code " + code + ": "
                            + err.toString().strip() + " (all arguments: " + Arrays.asList(arguments) + ")");
        }
        return out.toString().strip();
    }
}
