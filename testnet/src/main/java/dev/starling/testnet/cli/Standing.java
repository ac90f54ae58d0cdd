package dev.starling.testnet.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which federation that stays up is meant. */
final class Standing {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "starling-testnet",
            description = "Directory of the testnet; default starling-testnet in the current directory.")
    Path directory = Path.of("starling-testnet");

    @Option(names = "--compose", description = "The containers of testnet/compose, instead of processes.")
    boolean compose;

    Path directory() {
        return directory.toAbsolutePath().normalize();
    }
}
