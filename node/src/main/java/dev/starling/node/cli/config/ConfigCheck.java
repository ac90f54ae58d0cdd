package dev.starling.node.cli.config;

import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.config.EffectiveConfig;
import dev.starling.node.site.NodeFailure;
import picocli.CommandLine.Command;

/** Says whether the configuration holds, or everything that is wrong with it. */
@Command(
        name = "check",
        description = {
            "Check starling.toml and the environment variables that stand in for its keys.",
            "Reports every problem with file, line, column and remedy; ends with 3 when there is one."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  starling config check --dir north",
            "",
            "Only what is written is checked. `starling doctor` tries it out.",
        })
final class ConfigCheck extends Verb {
    ConfigCheck(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure {
        EffectiveConfig effective = directory().readEffectiveConfig();
        String file = directory().config().toString();
        int keys = effective.settings().size();
        int variables = effective.overridden().size();
        return Answer.of(
                Answer.fields().with("file", file).with("keys", keys).with("fromEnvironment", variables),
                file + ": no problem found; " + keys + " keys, " + variables + " of them from environment variables");
    }
}
