package dev.starling.testnet;

/** Entry point. */
public final class Testnet {
    private Testnet() {}

    public static void main(String[] args) {}
}
