/**
 * Real nodes on this machine: each is a process of its own that runs the node's JAR on its own data directory. This
 * package starts processes, keeps their logs, asks them through their admin endpoints and sees to it that none of them
 * outlives it. It speaks to a node only as an operator could: by command line, admin endpoint and files.
 */
@NullMarked
package dev.starling.testnet.local;

import org.jspecify.annotations.NullMarked;
