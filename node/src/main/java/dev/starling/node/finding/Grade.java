package dev.starling.node.finding;

/** How something is, from good to bad. */
public enum Grade {
    /** Nothing to do. */
    PASS,
    /** It works, and somebody should look. */
    WARN,
    /** It does not work: the node does not run, or training is refused or would learn something wrong. */
    FAIL
}
