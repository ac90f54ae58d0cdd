/**
 * Finding other members on the local network: each node announces itself over multicast DNS and hears the others do the
 * same. What it hears is a hint, an address worth dialling, and never a reason to trust: anybody on the network can
 * announce anything, and only the key found behind the address counts. It is one of three sources of addresses, beside
 * static ones and peer exchange, and works inside one broadcast domain only. This package is the only one that touches
 * JmDNS; it opens multicast sockets and knows nothing of links, rosters or models.
 */
@NullMarked
package dev.starling.node.discovery;

import org.jspecify.annotations.NullMarked;
