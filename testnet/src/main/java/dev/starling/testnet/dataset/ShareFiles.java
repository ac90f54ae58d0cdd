package dev.starling.testnet.dataset;

import java.util.Optional;

/**
 * What a share's files are called in its directory.
 *
 * @param table of the rows
 * @param labels of arrays
 */
public record ShareFiles(String table, Optional<String> labels) {}
