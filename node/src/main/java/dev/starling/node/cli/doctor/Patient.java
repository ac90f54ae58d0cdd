package dev.starling.node.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.Roster;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.config.EffectiveConfig;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.finding.Finding;
import dev.starling.node.site.Acceptance;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A member in whatever state it is: what could be read of it, and what was found wrong on the way. Whatever is missing is
 * null, and the checks that need it are left out. Closing wipes the keys.
 */
final class Patient implements AutoCloseable {
    private final DataDirectory directory;
    private final Optional<Path> passphrase;
    private final Supplier<Instant> clock;
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable NodeConfig config;
    private @Nullable Identity identity;
    private @Nullable CharterDocument charter;
    private @Nullable Roster roster;
    private @Nullable JsonNode status;

    private Patient(DataDirectory directory, Optional<Path> passphrase, Supplier<Instant> clock) {
        this.directory = directory;
        this.passphrase = passphrase;
        this.clock = clock;
    }

    /** Reads everything that can be read. */
    static Patient of(DataDirectory directory, Optional<Path> passphrase, Supplier<Instant> clock) {
        Patient patient = new Patient(directory, passphrase, clock);
        patient.readConfig();
        patient.openKey();
        patient.readFederation();
        patient.askNode();
        return patient;
    }

    private void readConfig() {
        try {
            EffectiveConfig effective = directory.readEffectiveConfig();
            config = effective.config();
            int variables = effective.overridden().size();
            findings.add(Finding.pass(
                    "configuration",
                    directory.config() + " holds"
                            + (variables == 0 ? "" : ", " + variables + " keys from the environment")));
        } catch (NodeFailure e) {
            e.message().lines().forEach(line -> findings.add(Finding.fail("configuration", line)));
        }
    }

    private void openKey() {
        try {
            directory.requireIdentity();
            if (passphrase.isEmpty()) {
                findings.add(Finding.warn(
                        "key",
                        "not opened, because nobody said where its passphrase is",
                        "name the file with " + Passphrase.OPTION + " or " + Passphrase.VARIABLE));
                return;
            }
            try (Passphrase words = Passphrase.read(passphrase.get(), open -> {})) {
                identity = FederationFiles.openIdentity(directory, words.chars());
                findings.add(Finding.pass(
                        "key", "opens; fingerprint " + identity.peerId().hex()));
            }
        } catch (NodeFailure e) {
            findings.add(Finding.fail("key", e.message()));
        }
    }

    private void readFederation() {
        if (!Files.exists(directory.charter())) {
            findings.add(Finding.warn(
                    "charter",
                    "there is none: this is no member of a federation yet",
                    "join one with `starling join`, or found one with `starling charter new`"));
            return;
        }
        try {
            CharterDocument document = CharterDocument.read(directory);
            charter = document;
            document.requireComplete();
            roster = FederationFiles.readRoster(directory, document);
            findings.add(Finding.pass(
                    "charter",
                    document.charter().name() + ", federation "
                            + document.federation().shortHex() + ", signed by all founders"));
            findings.add(acceptance(document));
            if (identity != null) {
                FederationFiles.requireMembership(roster, identity);
            }
            findings.add(Finding.pass(
                    "roster", roster.size() + " members" + (identity == null ? "" : ", this one among them")));
        } catch (NodeFailure e) {
            findings.add(Finding.fail(roster == null ? "charter" : "roster", e.message()));
        }
    }

    private Finding acceptance(CharterDocument document) {
        try {
            Acceptance.require(directory, document);
            return Finding.pass("acceptance", "this site has accepted the charter");
        } catch (NodeFailure e) {
            return Finding.fail("acceptance", e.message().lines().findFirst().orElseThrow());
        }
    }

    private void askNode() {
        try {
            status = AdminClient.find(directory.adminAddress()).get("/v1/status");
        } catch (IOException e) {
            status = null;
        }
    }

    DataDirectory directory() {
        return directory;
    }

    /** The file that holds the passphrase, if somebody said which. */
    Optional<Path> passphrase() {
        return passphrase;
    }

    Supplier<Instant> clock() {
        return clock;
    }

    /** What reading alone has told. */
    List<Finding> findings() {
        return findings;
    }

    Optional<NodeConfig> config() {
        return Optional.ofNullable(config);
    }

    Optional<Identity> identity() {
        return Optional.ofNullable(identity);
    }

    Optional<CharterDocument> charter() {
        return Optional.ofNullable(charter);
    }

    Optional<Roster> roster() {
        return Optional.ofNullable(roster);
    }

    /** Of the node that runs on this directory; empty when none does. */
    Optional<JsonNode> status() {
        return Optional.ofNullable(status);
    }

    @Override
    public void close() {
        if (identity != null) {
            identity.close();
        }
    }
}
