/**
 * Places on the network as people write them: a host with a port, and whom a proxy is not for. Text is read, checked and
 * compared here, by the configuration, by whoever dials, and by the doctor alike. Nothing is looked up and nothing is opened.
 */
@NullMarked
package dev.starling.node.address;

import org.jspecify.annotations.NullMarked;
