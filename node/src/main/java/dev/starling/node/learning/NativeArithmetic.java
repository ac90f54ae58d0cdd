package dev.starling.node.learning;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

/**
 * Starts ND4J once per process: properties first, because its static initialisers read them; then the first array, because
 * a look at the native operations before it fails; then one thread, because members of a testnet share their cores and
 * because sums are repeatable only in a fixed order.
 */
public final class NativeArithmetic {
    /** System property that names the directory the native libraries are unpacked into (0.4 GB, shared by processes). */
    public static final String CACHE_PROPERTY = "starling.native.cache";

    private static final String JAVACPP_CACHE = "org.bytedeco.javacpp.cachedir";

    private NativeArithmetic() {}

    /** Initialisation on demand: the class loader makes sure that it happens once. */
    private static final class Started {
        static final boolean DONE = start();

        private static boolean start() {
            defaultProperty(JAVACPP_CACHE, cacheDirectory().toString());
            defaultProperty(ND4JSystemProperties.LOG_INITIALIZATION, "false");
            defaultProperty(ND4JSystemProperties.JAVACPP_MEMORY_MAX_PHYSICAL_BYTES, "0");
            quiet();
            try (INDArray first = Nd4j.create(DataType.FLOAT, 1)) {
                Nd4j.getEnvironment().setMaxThreads(1);
                Nd4j.getEnvironment().setMaxMasterThreads(1);
                Nd4j.factory().blas().setMaxThreads(1);
                Nd4j.getMemoryManager().togglePeriodicGc(false);
                return first.length() == 1;
            }
        }
    }

    /**
     * Makes ND4J ready: unpacks its libraries if no process has yet, and loads them. Cheap after the first call.
     *
     * @throws LearningException when the native library is missing or does not run here
     */
    public static void start() {
        try {
            if (!Started.DONE) {
                throw new IllegalStateException("the first array has a wrong length");
            }
        } catch (LinkageError | RuntimeException e) {
            throw new LearningException(
                    "the native arithmetic library (ND4J) does not start on " + platform() + ": " + rootMessage(e)
                            + "; use a build for this platform, make sure that " + cacheDirectory()
                            + " can be written and has 0.5 GB free, or name another directory with -D"
                            + CACHE_PROPERTY + "=DIRECTORY",
                    e);
        }
    }

    /** The directory that the native libraries are unpacked into. */
    public static Path cacheDirectory() {
        String chosen = System.getProperty(CACHE_PROPERTY);
        return chosen == null
                ? Path.of(System.getProperty("user.home", "."), ".cache", "starling", "native")
                : Path.of(chosen);
    }

    /** What ND4J says of itself at start is no operator's concern; a level somebody has chosen stays. */
    private static void quiet() {
        if (LoggerFactory.getLogger("org.nd4j") instanceof Logger logger && logger.getLevel() == null) {
            logger.setLevel(Level.WARN);
        }
    }

    private static void defaultProperty(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static String rootMessage(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + " " + cause.getMessage();
    }
}
