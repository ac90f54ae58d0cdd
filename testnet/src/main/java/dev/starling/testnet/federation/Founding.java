package dev.starling.testnet.federation;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.KeyFile;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.node.charter.Charter;
import dev.starling.node.data.split.Shares;
import dev.starling.node.site.Acceptance;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.toml.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Founds a federation of which every member is a founder: keys, one charter that all of them have signed, and a directory
 * for each. What many people would do with {@code init}, {@code charter new} and {@code charter sign} is done here at once,
 * with the same files as the outcome.
 */
public final class Founding {
    private final Agreement agreement;
    private final Keys keys;
    private final double holdout;

    /**
     * What the members agree on, but for who they are.
     *
     * @param name of the federation
     */
    public record Agreement(
            String name,
            Charter.Schema schema,
            Charter.Model model,
            Charter.Training training,
            Charter.Plan plan,
            Charter.Mixing mixing) {

        /** The same, with another number of members that must be there before the first slot. */
        public Agreement startingWith(int members) {
            Charter.Plan start = new Charter.Plan(plan.slots(), plan.minSlotMillis(), members);
            return new Agreement(name, schema, model, training, start, mixing);
        }

        /**
         * Finds out whether a charter can say this, before anything is written.
         *
         * @param names of the founders
         * @throws NodeFailure with every value that a charter refuses, and what it takes
         */
        public void requireSound(List<String> names) throws NodeFailure {
            Keys anyKeys = Keys.ofSeed(0);
            List<Member> anybody = new ArrayList<>();
            for (String founder : names) {
                try (Identity identity = anyKeys.next()) {
                    anybody.add(new Member(identity.publicIdentity(), founder, 1));
                }
            }
            try {
                Charter.parse(Charter.write(charter(anybody)).getBytes(StandardCharsets.UTF_8), "charter.toml");
            } catch (ConfigException e) {
                String refused = e.problems().stream()
                        .map(problem -> problem.message() + "; " + problem.remedy())
                        .map(problem -> problem.replaceFirst("; the default is .*", "; correct it, or leave it out"))
                        .collect(Collectors.joining("; "));
                throw new NodeFailure(ExitCode.USAGE, "a charter refuses this: " + refused, e);
            }
        }

        Charter charter(List<Member> founders) {
            Charter base = Charter.withDefaults(name, founders, schema);
            return new Charter(name, founders, schema, model, training, plan, mixing, base.admission(), base.limits());
        }
    }

    /**
     * One member to be.
     *
     * @param site where it will live; its directory exists and holds its table
     * @param settings its configuration
     * @param rows of its table
     */
    public record Founder(Site site, NodeSettings settings, int rows) {}

    /**
     * @param agreement what the charter says
     * @param keys where the members' keys come from
     * @param holdout share of its rows that no member trains on
     */
    public Founding(Agreement agreement, Keys keys, double holdout) {
        this.agreement = agreement;
        this.keys = keys;
        this.holdout = holdout;
    }

    /**
     * Writes every founder's key, passphrase, configuration, charter and signatures.
     *
     * @throws NodeFailure when the disk does not take them, or the agreement makes no charter
     */
    public CharterDocument found(List<Founder> founders) throws NodeFailure {
        List<Identity> identities = new ArrayList<>();
        try {
            List<Member> members = new ArrayList<>();
            for (Founder founder : founders) {
                Identity identity = keys.next();
                identities.add(identity);
                members.add(member(founder, identity));
            }
            CharterDocument document = signed(agreement.charter(members), identities);
            for (int i = 0; i < founders.size(); i++) {
                write(founders.get(i), identities.get(i));
                writeCharter(founders.get(i).site().directory(), document);
            }
            return document;
        } catch (IOException e) {
            throw NodeFailure.of(e);
        } finally {
            identities.forEach(Identity::close);
        }
    }

    /**
     * Makes a member that is no founder: it has a key and a configuration, and needs an invitation.
     *
     * @throws NodeFailure when the disk does not take them
     */
    public void prepareNewcomer(Founder newcomer) throws NodeFailure {
        try (Identity identity = keys.next()) {
            write(newcomer, identity);
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private Member member(Founder founder, Identity identity) {
        return new Member(
                identity.publicIdentity(),
                founder.site().name(),
                Shares.holdout(holdout).trainingRows(founder.rows()));
    }

    private static CharterDocument signed(Charter charter, List<Identity> founders) throws NodeFailure {
        byte[] bytes = Charter.write(charter).getBytes(StandardCharsets.UTF_8);
        SignedCharter signed = new SignedCharter(bytes, Map.of());
        for (Identity founder : founders) {
            signed = signed.signedBy(founder);
        }
        return CharterDocument.parse(bytes, signed.signatureFile(), "charter.toml");
    }

    private void write(Founder founder, Identity identity) throws IOException {
        DataDirectory directory = founder.site().directory();
        Files.createDirectories(directory.models());
        Files.writeString(
                directory.config(),
                founder.settings().with("holdout", Double.toString(holdout)).toml());
        String passphrase = Secrets.writePassphrase(founder.site().passphraseFile());
        KeyFile.create(directory.identity(), passphrase.toCharArray(), identity, Instant.now());
    }

    private static void writeCharter(DataDirectory directory, CharterDocument document) throws IOException {
        Files.write(directory.charter(), document.signed().charter());
        Files.write(directory.charterSignatures(), document.signed().signatureFile());
        Acceptance.record(directory, document);
    }
}
