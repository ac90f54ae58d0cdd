package dev.starling.testnet.sim;

/** How often a frame has arrived already. */
public enum Arrival {
    /** For the first time, or again because its sender says it again, or shortly afterwards. */
    FRESH,
    /** Straight after the first time; nothing happened to the member in between. */
    ECHO,
    /** Long after the first time, on whatever link there is by then. */
    LATE
}
