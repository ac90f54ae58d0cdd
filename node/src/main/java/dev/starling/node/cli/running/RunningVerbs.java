package dev.starling.node.cli.running;

import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import java.util.List;

/** The verbs of this package. */
public final class RunningVerbs {
    private RunningVerbs() {}

    public static List<Verb> all(Terminal terminal) {
        return List.of(
                new Run(terminal),
                new Status(terminal),
                new Peers(terminal),
                new Pause(terminal),
                new Resume(terminal),
                new Leave(terminal),
                new Stop(terminal),
                new Health(terminal),
                new LogLevel(terminal));
    }
}
