package dev.starling.node.runtime;

import dev.starling.node.net.PeerNetwork;
import dev.starling.node.observe.OperatorLog;
import dev.starling.node.observe.Scoreboard;
import dev.starling.node.site.DataDirectory;

/** What the parts of one node share. */
record NodeParts(
        PeerNetwork network, TrainingDesk training, DataDirectory directory, OperatorLog log, Scoreboard scores) {}
