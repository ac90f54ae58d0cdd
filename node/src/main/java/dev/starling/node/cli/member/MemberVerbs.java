package dev.starling.node.cli.member;

import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import java.util.List;

/** The verbs of this package. */
public final class MemberVerbs {
    private MemberVerbs() {}

    public static List<Verb> all(Terminal terminal) {
        return List.of(
                new Init(terminal),
                new Invite(terminal),
                new Join(terminal),
                new Approve(terminal),
                new Revoke(terminal),
                new ShowRoster(terminal));
    }
}
