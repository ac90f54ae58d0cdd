package dev.starling.node.cli.learning;

import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import java.util.List;

/** The verbs of this package. */
public final class LearningVerbs {
    private LearningVerbs() {}

    public static List<Verb> all(Terminal terminal) {
        return List.of(new Train(terminal), new Evaluate(terminal), new Predict(terminal), new Unpack(terminal));
    }
}
