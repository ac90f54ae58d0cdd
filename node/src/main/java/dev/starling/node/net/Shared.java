package dev.starling.node.net;

import dev.starling.crypto.identity.PeerId;

/**
 * What all parts of one network have in common.
 *
 * @param self the peer we are
 */
record Shared(PeerId self, NetSettings settings, LinkEvents events, Traffic traffic) {}
