package dev.starling.testnet.demo;

import dev.starling.node.runtime.DataDirectory;
import java.nio.file.Path;

/**
 * One hospital before it runs.
 *
 * @param name of the hospital
 * @param directory its node's data directory
 * @param address host and port its node listens on
 * @param log where its node's output goes
 */
record Site(String name, DataDirectory directory, String address, Path log) {
    Path passphraseFile() {
        return directory.root().resolve("passphrase");
    }

    Path table() {
        return directory.root().resolve("patients.csv");
    }
}
