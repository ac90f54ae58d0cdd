package dev.starling.node.doctor;

import java.util.List;

/**
 * Which Java this is.
 *
 * @param feature its version's first number
 * @param version all of it
 */
public record JavaCheck(int feature, String version) implements Check {
    private static final int LEAST = 17;

    /** That of this process. */
    public static JavaCheck ofThisProcess() {
        return new JavaCheck(Runtime.version().feature(), Runtime.version().toString());
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public List<Finding> look() {
        return List.of(
                feature >= LEAST
                        ? Finding.pass(name(), "version " + version)
                        : Finding.fail(
                                name(),
                                "version " + version,
                                "install a Java runtime " + LEAST + " or newer, or set JAVA_HOME to one"));
    }
}
