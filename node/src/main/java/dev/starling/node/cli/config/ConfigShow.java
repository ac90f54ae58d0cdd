package dev.starling.node.cli.config;

import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.toml.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows keys, values and where each value comes from. */
@Command(
        name = "show",
        description = "Show what the configuration says: each key with its value and where that comes from.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling config show --effective --dir north",
            "",
            "An environment variable goes before the file: section and key in upper case behind STARLING_, as in",
            "STARLING_NET_BIND=0.0.0.0:7171 for the key bind in [net]. The entries of a list are separated by commas;",
            "an empty variable counts as not set.",
        })
final class ConfigShow extends Verb {
    @Option(names = "--effective", description = "All keys, those that nobody has set, too.")
    boolean effective;

    ConfigShow(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure {
        List<Setting> settings = directory().readEffectiveConfig().settings().stream()
                .filter(setting -> effective || !(setting.origin() instanceof Setting.ByDefault))
                .toList();
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        StringJoiner lines = new StringJoiner("\n");
        for (Setting setting : settings) {
            objects.add(object(setting));
            String value = setting.value() == null ? "(not set)" : setting.value();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s = %-30s # %s",
                    setting.key(),
                    value,
                    setting.origin().words()));
        }
        return Answer.of(Answer.fields().with("settings", objects), lines.toString());
    }

    private static Map<String, @Nullable Object> object(Setting setting) {
        Answer.Fields fields = Answer.fields().with("key", setting.key()).with("value", setting.value());
        if (setting.origin() instanceof Setting.OfLine line) {
            fields.with("source", "file").with("file", line.file()).with("line", line.line());
        } else if (setting.origin() instanceof Setting.OfVariable variable) {
            fields.with("source", "environment").with("variable", variable.name());
        } else {
            fields.with("source", "default");
        }
        return fields.asMap();
    }
}
