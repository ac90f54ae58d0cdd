package dev.starling.testnet.demo;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.local.Lan;
import java.net.InetAddress;
import java.util.List;

/**
 * How the nodes find each other.
 *
 * @param host address they listen on
 * @param networkInterface interface that multicast DNS uses; empty for none
 * @param byMulticast whether they look for each other by multicast DNS
 */
record Meeting(InetAddress host, String networkInterface, boolean byMulticast) {

    /** On the loopback: everybody knows the founder's address from the invitation, and learns the rest from peers. */
    static Meeting onLoopback() {
        return new Meeting(InetAddress.getLoopbackAddress(), "", false);
    }

    /**
     * On a real interface: by multicast DNS where a packet sent to the group comes back, else by address as well.
     *
     * @throws NodeFailure when this machine has no such interface
     */
    static Meeting onLan() throws NodeFailure {
        List<Lan> lans = Lan.probe();
        if (lans.isEmpty()) {
            throw new NodeFailure(
                    ExitCode.NETWORK, "this machine has no network interface but the loopback; leave --lan away");
        }
        Lan lan = lans.get(0);
        return new Meeting(lan.address(), lan.name(), lan.multicast());
    }

    /** For people. */
    String sentence() {
        String place = host.getHostAddress();
        if (byMulticast) {
            return "on " + networkInterface + " (" + place + "), by multicast DNS";
        }
        return networkInterface.isEmpty()
                ? "on the loopback, by the founder's address and peer exchange"
                : "on " + networkInterface + " (" + place
                        + "), where multicast does not work: by address and peer exchange";
    }
}
