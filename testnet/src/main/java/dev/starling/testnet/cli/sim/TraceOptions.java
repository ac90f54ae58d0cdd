package dev.starling.testnet.cli.sim;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Writing down what happens in a simulated federation, and holding another run against it. */
final class TraceOptions {
    @Option(names = "--trace", paramLabel = "FILE", description = "Writes a line for every event into a new file.")
    @Nullable
    Path trace;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description =
                    "Runs again what such a file says was run, and tells where the first difference is; no other option but"
                            + " --json goes with it.")
    @Nullable
    Path replay;
}
