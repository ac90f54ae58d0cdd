package dev.starling.node.site;

import dev.starling.node.config.EffectiveConfig;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.toml.ConfigException;
import dev.starling.node.toml.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The directory of one member: keys, agreement, configuration, state and models. Knows the names of the files; holds
 * nothing open.
 *
 * @param root the directory, which need not exist
 * @param overrides what the environment says instead of the configuration
 */
public record DataDirectory(Path root, Overrides overrides) {
    /** Where the environment says nothing. */
    public DataDirectory(Path root) {
        this(root, Overrides.none());
    }

    /** The member's keys, encrypted, for its owner only. */
    public Path identity() {
        return root.resolve("identity.p12");
    }

    /** What the members have agreed on. */
    public Path charter() {
        return root.resolve("charter.toml");
    }

    /** The founders' signatures of the charter. */
    public Path charterSignatures() {
        return root.resolve("charter.sig");
    }

    /** The charter as this site accepted it; absent until it did. */
    public Path acceptedCharter() {
        return root.resolve("charter.accepted");
    }

    /** The parameters that everybody starts from; absent unless the charter names them. */
    public Path initialModel() {
        return root.resolve("initial.npz");
    }

    /** Who was admitted since the founding; absent while nobody was. */
    public Path rosterLog() {
        return root.resolve("roster.log");
    }

    /** What this site decides for itself. */
    public Path config() {
        return root.resolve("starling.toml");
    }

    /** Addresses from the invitation, one {@code host:port} a line; may be absent. */
    public Path peerHints() {
        return root.resolve("peers.hints");
    }

    /** Checkpoint and journal. */
    public Path state() {
        return root.resolve("state");
    }

    /** Stands while the node rests, also over a restart. */
    public Path pauseMark() {
        return state().resolve("paused");
    }

    /** Where a running node left the address of its admin endpoint. */
    public Path adminAddress() {
        return state().resolve("admin.json");
    }

    /** Models that were trained or exported here. */
    public Path models() {
        return root.resolve("models");
    }

    /**
     * That there is a key file.
     *
     * @throws NodeFailure when there is none
     */
    public void requireIdentity() throws NodeFailure {
        require(
                identity(),
                "there is no identity here; create one with `starling init`, or name its directory with --dir");
    }

    /**
     * That there is a charter.
     *
     * @throws NodeFailure when there is none
     */
    public void requireCharter() throws NodeFailure {
        require(
                charter(),
                "there is no charter here; found a federation with `starling charter new`, or join one with `starling"
                        + " join`");
    }

    /** The addresses of {@link #peerHints}; empty when there is no such file. */
    public List<String> readPeerHints() throws NodeFailure {
        try {
            return Files.readAllLines(peerHints()).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static void require(Path file, String remedy) throws NodeFailure {
        if (!Files.exists(file)) {
            throw new NodeFailure(ExitCode.CONFIGURATION, file + ": " + remedy);
        }
    }

    /**
     * Reads {@code starling.toml} and what the environment says instead.
     *
     * @throws NodeFailure when it is missing, or with everything that is wrong with it
     */
    public NodeConfig readConfig() throws NodeFailure {
        return readEffectiveConfig().config();
    }

    /** The same with the origin of every value. */
    public EffectiveConfig readEffectiveConfig() throws NodeFailure {
        require(config(), "there is no configuration here; create one with `starling init`");
        try {
            return EffectiveConfig.parse(Files.readAllBytes(config()), config().toString(), root, overrides);
        } catch (ConfigException | IOException e) {
            throw NodeFailure.of(e);
        }
    }
}
