package dev.starling.node.cli.backup;

import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import java.util.List;

/** The verbs of this package. */
public final class BackupVerbs {
    private BackupVerbs() {}

    public static List<Verb> all(Terminal terminal) {
        return List.of(new WriteBackup(terminal), new Restore(terminal));
    }
}
