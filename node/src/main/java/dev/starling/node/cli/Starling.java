package dev.starling.node.cli;

/** Entry point. */
public final class Starling {
    private Starling() {}

    public static void main(String[] args) {}
}
