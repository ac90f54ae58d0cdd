package dev.starling.testnet.federation;

import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.dataset.ShareFiles;
import dev.starling.testnet.federation.Founding.Founder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the members of a testnet into their directories: {@code nodes/NAME} with the member's share of the rows, its key and
 * the charter that all have signed.
 *
 * @param directory holds {@code nodes} and {@code logs}
 * @param data what is dealt out
 * @param seed of the members' batches
 */
public record Settlement(Path directory, DataSet data, long seed) {
    /**
     * Where the members will listen, and how they find each other.
     *
     * @param addresses host and port of each
     * @param peers addresses that everybody dials; who finds itself there leaves itself out
     * @param mdns whether they look for each other by multicast DNS
     */
    public record Meeting(List<String> addresses, Set<String> peers, boolean mdns) {
        public Meeting {
            addresses = List.copyOf(addresses);
            peers = Set.copyOf(peers);
        }

        /** On this machine alone: everybody is told all addresses. */
        public static Meeting onLoopback(List<Integer> ports) {
            List<String> addresses = ports.stream()
                    .map(port -> InetAddress.getLoopbackAddress().getHostAddress() + ":" + port)
                    .toList();
            return new Meeting(addresses, Set.copyOf(addresses), false);
        }
    }

    /** Where each member will be; nothing is written yet. */
    public List<Site> sites(Meeting meeting) {
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < data.members().size(); i++) {
            String name = data.members().get(i);
            sites.add(new Site(
                    name,
                    new DataDirectory(directory.resolve("nodes").resolve(name)),
                    meeting.addresses().get(i),
                    directory.resolve("logs").resolve(name + ".log")));
        }
        return sites;
    }

    /**
     * Writes it all.
     *
     * @return the charter
     */
    public CharterDocument settle(Founding founding, Meeting meeting) throws NodeFailure {
        List<Site> sites = sites(meeting);
        makeDirectories(sites);
        ShareFiles files = data.writeShares(
                sites.stream().map(site -> site.directory().root()).toList());
        List<Founder> founders = new ArrayList<>();
        for (int i = 0; i < sites.size(); i++) {
            founders.add(founder(sites.get(i), i, files, meeting));
        }
        return founding.found(founders);
    }

    /** The member of that number, with its configuration. */
    public Founder founder(Site site, int member, ShareFiles files, Meeting meeting) {
        NodeSettings settings = NodeSettings.ofMember(site, files, seed + member)
                .with("mdns", Boolean.toString(meeting.mdns()))
                .with("peers", peers(site, meeting));
        return new Founder(site, settings, data.rows(member));
    }

    private static String peers(Site site, Meeting meeting) {
        return meeting.peers().stream()
                .filter(address -> !address.equals(site.address()))
                .sorted()
                .map(address -> '"' + address + '"')
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private void makeDirectories(List<Site> sites) throws NodeFailure {
        try {
            Files.createDirectories(directory.resolve("logs"));
            for (Site site : sites) {
                Secrets.createDirectory(site.directory().root());
            }
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }
}
