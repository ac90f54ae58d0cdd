package dev.starling.testnet.durable;

import dev.starling.node.charter.Charter;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.dataset.Requests;
import dev.starling.testnet.federation.Founding;
import dev.starling.testnet.federation.Keys;
import dev.starling.testnet.federation.Settlement;
import dev.starling.testnet.federation.Settlement.Meeting;
import dev.starling.testnet.federation.Site;
import dev.starling.testnet.local.Ports;
import dev.starling.testnet.run.TrainingChoice;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A federation on embedded data whose members have their directories and have not run yet.
 *
 * @param sites in the order of the charter's founders
 */
record Founded(CharterDocument document, DataSet data, List<Site> sites) {
    static Founded in(Path directory, int members, TrainingChoice training, long seed) throws NodeFailure {
        DataSet data = DataSet.open(Requests.of("breast-cancer").withMembers(OptionalInt.of(members)), seed);
        Meeting meeting = Meeting.onLoopback(Ports.free(InetAddress.getLoopbackAddress(), members));
        Settlement settlement = new Settlement(directory, data, seed);
        Founding founding = new Founding(training.agreement("durable", data, seed), Keys.ofSeed(seed), 0);
        return new Founded(settlement.settle(founding, meeting), data, settlement.sites(meeting));
    }

    Charter charter() {
        return document.charter();
    }
}
