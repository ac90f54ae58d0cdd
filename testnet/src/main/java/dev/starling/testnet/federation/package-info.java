/**
 * A federation on this machine, seen from outside: its members' directories are made here, their nodes followed, their models
 * scored on rows that no member holds, and the references trained that they are measured against. Whoever tells a story with
 * nodes ({@code demo}, {@code run}, {@code up}) puts it together from these parts. Nothing here takes part in the protocol.
 */
@NullMarked
package dev.starling.testnet.federation;

import org.jspecify.annotations.NullMarked;
