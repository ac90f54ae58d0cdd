package dev.starling.testnet.up;

import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.dataset.Request;
import dev.starling.testnet.dataset.ShareFiles;
import dev.starling.testnet.federation.Founding;
import dev.starling.testnet.federation.Founding.Agreement;
import dev.starling.testnet.federation.Founding.Founder;
import dev.starling.testnet.federation.Keys;
import dev.starling.testnet.federation.NodeSettings;
import dev.starling.testnet.federation.Site;
import dev.starling.testnet.run.TrainingChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Makes the directories of members that will run elsewhere, one below the other: {@code DIR/NAME}. Members of the roster
 * find each other by multicast DNS; newcomers look for nobody.
 *
 * @param directory gets a directory for each
 * @param founders names of the members on the roster
 * @param newcomers names of further members, which hold rows as well
 */
public record Preparing(Path directory, List<String> founders, List<String> newcomers) {
    private static final String FEDERATION = "Testnet in containers";
    private static final String BIND = "0.0.0.0:7070";
    private static final double HOLDOUT = 0.2;

    public Preparing {
        founders = List.copyOf(founders);
        newcomers = List.copyOf(newcomers);
    }

    /**
     * Makes them.
     *
     * @return false when they were there already
     * @throws NodeFailure when the data does not fit, or only some of them are there
     */
    public boolean prepare(Request request, TrainingChoice training, long seed) throws NodeFailure {
        List<String> names =
                Stream.concat(founders.stream(), newcomers.stream()).toList();
        requireNames(names);
        List<Path> present = names.stream()
                .map(directory::resolve)
                .filter(path -> Files.exists(new DataDirectory(path).identity()))
                .toList();
        if (present.size() == names.size()) {
            return false;
        }
        if (!present.isEmpty()) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    present.get(0) + ": holds a member already, and others are missing; remove what is below "
                            + directory + ", or choose another directory");
        }
        write(names, dealt(request, names.size(), seed), training, seed);
        return true;
    }

    private static DataSet dealt(Request request, int members, long seed) throws NodeFailure {
        return DataSet.open(request.withMembers(OptionalInt.of(members)), seed);
    }

    private void write(List<String> names, DataSet data, TrainingChoice training, long seed) throws NodeFailure {
        Agreement agreement = training.agreement(FEDERATION, data, seed).startingWith(founders.size());
        List<Site> sites = new ArrayList<>();
        try {
            for (String name : names) {
                Path root = directory.resolve(name);
                Files.createDirectories(root);
                sites.add(new Site(name, new DataDirectory(root), BIND, root.resolve("log")));
            }
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
        ShareFiles files = data.writeShares(
                sites.stream().map(site -> site.directory().root()).toList());
        List<Founder> members = new ArrayList<>();
        for (int i = 0; i < sites.size(); i++) {
            boolean searches = i < founders.size();
            members.add(new Founder(
                    sites.get(i),
                    NodeSettings.ofMember(sites.get(i), files, seed + i).with("mdns", Boolean.toString(searches)),
                    data.rows(i)));
        }
        Founding founding = new Founding(agreement, Keys.fresh(), HOLDOUT);
        founding.found(members.subList(0, founders.size()));
        for (Founder newcomer : members.subList(founders.size(), members.size())) {
            founding.prepareNewcomer(newcomer);
        }
    }

    private void requireNames(List<String> names) throws NodeFailure {
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,39}")) {
                throw new NodeFailure(
                        ExitCode.USAGE, "\"" + name + "\" is no name for a member; use letters, digits, - and _");
            }
        }
        if (names.stream().distinct().count() != names.size() || founders.size() < 2) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "--names must list at least two members, and everybody once; write for example --names alder,birch");
        }
    }
}
