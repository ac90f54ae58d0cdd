package dev.starling.testnet.federation;

import dev.starling.node.site.DataDirectory;
import java.nio.file.Path;

/**
 * One member before it runs.
 *
 * @param name of the member
 * @param directory its node's data directory
 * @param address host and port its node listens on
 * @param log where its node's output goes
 */
public record Site(String name, DataDirectory directory, String address, Path log) {
    /** Holds the passphrase of its key, for its owner only. */
    public Path passphraseFile() {
        return directory.root().resolve("passphrase");
    }

    /** The verb that runs its node, and where it finds what it needs. */
    public String[] run() {
        return new String[] {
            "run",
            "--dir",
            directory.root().toString(),
            "--passphrase-file",
            passphraseFile().toString()
        };
    }
}
