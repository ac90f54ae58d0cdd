package dev.starling.node.cli.doctor;

import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import java.util.List;

/** The verbs of this package. */
public final class DoctorVerbs {
    private DoctorVerbs() {}

    public static List<Verb> all(Terminal terminal) {
        return List.of(new Doctor(terminal));
    }
}
