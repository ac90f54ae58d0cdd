package dev.starling.node.net;

import dev.starling.crypto.identity.PeerId;
import dev.starling.node.net.link.LinkEvents;
import dev.starling.node.net.settings.NetSettings;

/**
 * What all parts of one network have in common.
 *
 * @param self the peer we are
 * @param sending how fast large things may be sent
 * @param receiving how fast bytes may be received
 */
record Shared(PeerId self, NetSettings settings, LinkEvents events, Traffic traffic, Pace sending, Pace receiving) {}
