package dev.starling.gossip.encoding;

/** The kernels of this virtual machine. */
final class Kernels {
    private static final String MODULE = "jdk.incubator.vector";
    private static final String VECTOR = "dev.starling.gossip.encoding.VectorKernels";

    static final BlockKernels PLAIN = new PlainKernels();

    /** With the Vector API where its module is there and is the one that {@code VectorKernels} was made for. */
    static final BlockKernels FASTEST = fastest();

    private Kernels() {}

    private static BlockKernels fastest() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return PLAIN;
        }
        try {
            return Class.forName(VECTOR)
                    .asSubclass(BlockKernels.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            return PLAIN;
        }
    }
}
