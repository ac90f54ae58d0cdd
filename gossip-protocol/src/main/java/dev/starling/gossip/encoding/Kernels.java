package dev.starling.gossip.encoding;

/** Which kernels this virtual machine has. */
final class Kernels {
    static final BlockKernels PLAIN = new PlainKernels();
    static final BlockKernels FASTEST = PLAIN;

    private Kernels() {}
}
