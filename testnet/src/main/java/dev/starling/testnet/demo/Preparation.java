package dev.starling.testnet.demo;

import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.demo.DemoTable.Share;
import dev.starling.testnet.federation.NodeSettings;
import dev.starling.testnet.federation.Secrets;
import dev.starling.testnet.federation.Site;
import dev.starling.testnet.local.NodeCommands;
import dev.starling.testnet.local.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the hospitals' directories as their own people would: with the node's commands, and an editor. */
final class Preparation {
    private static final String FEDERATION = "Breast cancer demo";

    private final DemoSettings settings;
    private final Meeting meeting;

    Preparation(DemoSettings settings, Meeting meeting) {
        this.settings = settings;
        this.meeting = meeting;
    }

    /** A directory with keys, table and configuration for each hospital; the first founds the federation. */
    List<Site> prepare(List<Share> shares) throws NodeFailure {
        List<Integer> ports = Ports.free(meeting.host(), shares.size());
        List<Site> sites = new ArrayList<>();
        try {
            Files.createDirectories(settings.logs());
            for (int i = 0; i < shares.size(); i++) {
                sites.add(site(shares.get(i), ports.get(i)));
            }
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
        found(sites.get(0));
        return sites;
    }

    private Site site(Share share, int port) throws IOException, NodeFailure {
        String name = share.name();
        Path root = settings.nodes().resolve(name.toLowerCase(java.util.Locale.ROOT));
        Secrets.createDirectory(root);
        Site site = new Site(
                name,
                new DataDirectory(root),
                meeting.host().getHostAddress() + ":" + port,
                settings.logs().resolve(root.getFileName() + ".log"));
        Files.writeString(table(site), share.csv());
        Secrets.writePassphrase(site.passphraseFile());
        NodeCommands.run(
                "init",
                "--dir",
                root.toString(),
                "--organisation",
                name,
                "--data",
                table(site).toString(),
                "--port",
                Integer.toString(port),
                "--passphrase-file",
                site.passphraseFile().toString());
        configure(site);
        return site;
    }

    private static Path table(Site site) {
        return site.directory().root().resolve("patients.csv");
    }

    private void configure(Site site) throws IOException {
        Path file = site.directory().config();
        NodeSettings settings = new NodeSettings(Files.readString(file))
                .with("seed", Long.toString(this.settings.seed()))
                .withText("bind", site.address())
                .with("mdns", Boolean.toString(meeting.byMulticast()));
        if (meeting.byMulticast()) {
            settings = settings.with("interfaces", "[\"" + meeting.networkInterface() + "\"]");
        }
        Files.writeString(file, settings.toml());
    }

    private void found(Site founder) throws NodeFailure {
        NodeCommands.run(
                "charter",
                "new",
                "--dir",
                founder.directory().root().toString(),
                "--passphrase-file",
                founder.passphraseFile().toString(),
                "--name",
                FEDERATION,
                "--label",
                DemoTable.LABEL,
                "--scale-from",
                table(founder).toString(),
                "--slots",
                Integer.toString(settings.slots()),
                "--steps",
                "10",
                "--batch",
                "16",
                "--rate",
                "0.05",
                "--decay",
                "0.1",
                "--decay-after",
                "0.8",
                "--momentum",
                "0.5",
                "--encoding",
                "int8",
                "--start-members",
                Integer.toString(Cast.AT_FIRST),
                "--min-slot-millis",
                Integer.toString(Cast.SLOT_MILLIS));
    }

    /** Lets a hospital into the running federation: one invitation, one use. */
    void admit(Site founder, Site newcomer) throws NodeFailure {
        String invitation = NodeCommands.run(
                "invite",
                "--dir",
                founder.directory().root().toString(),
                "--passphrase-file",
                founder.passphraseFile().toString(),
                "--address",
                founder.address());
        NodeCommands.run(
                "join",
                invitation,
                "--dir",
                newcomer.directory().root().toString(),
                "--passphrase-file",
                newcomer.passphraseFile().toString());
        NodeCommands.run(
                "charter",
                "accept",
                CharterDocument.read(founder.directory()).federation().hex(),
                "--dir",
                newcomer.directory().root().toString());
        forgetAddress(newcomer);
    }

    /** Whether newcomers have to be found by multicast DNS. */
    boolean byMulticast() {
        return meeting.byMulticast();
    }

    /** Where multicast works nobody keeps the founder's address, so that all of them have to find each other. */
    private void forgetAddress(Site site) throws NodeFailure {
        if (meeting.byMulticast()) {
            try {
                Files.deleteIfExists(site.directory().peerHints());
            } catch (IOException e) {
                throw NodeFailure.of(e);
            }
        }
    }
}
