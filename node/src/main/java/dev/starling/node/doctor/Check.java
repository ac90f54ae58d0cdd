package dev.starling.node.doctor;

import dev.starling.node.finding.Finding;
import java.util.List;
import java.util.function.Supplier;

/** Something to look at. Called once, on any thread. */
public interface Check {
    /** Its name in the first column, should it not end. */
    String name();

    /** What was found: a line for each thing of its kind. */
    List<Finding> look();

    /** One line. */
    static Check of(String name, Supplier<Finding> finding) {
        return ofAll(name, () -> List.of(finding.get()));
    }

    /** Any number of lines. */
    static Check ofAll(String name, Supplier<List<Finding>> findings) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Finding> look() {
                return findings.get();
            }
        };
    }
}
