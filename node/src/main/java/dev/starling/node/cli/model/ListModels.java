package dev.starling.node.cli.model;

import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.model.ModelCard.Score;
import dev.starling.node.observe.ScoreText;
import dev.starling.node.site.Agreed;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.model.MemberModels;
import dev.starling.node.site.model.MemberModels.Item;
import dev.starling.node.site.model.MemberModels.Listing;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import picocli.CommandLine.Command;

/** Shows the models on the disk. */
@Command(
        name = "list",
        description =
                "Show the shared models on this disk: the current one, the best, and the consolidated ones that are kept.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling model list --dir north",
            "",
            "The best is chosen by the validation rows (data.validation). How many consolidated ones are kept says models.keep.",
        })
final class ListModels extends Verb {
    private static final int DIGITS = 16;

    ListModels(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure {
        DataDirectory directory = directory();
        Agreed agreed = Agreed.read(directory);
        Listing listing = MemberModels.of(directory, agreed).list();
        listing.remarks().forEach(this::note);
        return Answer.of(
                Answer.fields()
                        .with(
                                "models",
                                listing.items().stream().map(ListModels::fields).toList())
                        .with("remarks", listing.remarks()),
                text(directory, listing.items()));
    }

    private static Object fields(Item item) {
        return Answer.fields()
                .with("model", item.kind())
                .with("slot", item.slot())
                .with("when", item.when().truncatedTo(ChronoUnit.SECONDS).toString())
                .with("parameters", item.digest().hex())
                .with("bytes", item.bytes())
                .with("file", item.file().toString())
                .with("scores", item.scores().stream().map(ListModels::fields).toList())
                .asMap();
    }

    private static Object fields(Score score) {
        return Answer.fields()
                .with("on", score.on())
                .with("members", score.members())
                .with("rows", score.rows())
                .with("metric", score.metric())
                .with("value", score.value())
                .asMap();
    }

    private static String text(DataDirectory directory, List<Item> items) {
        if (items.isEmpty()) {
            return "There is no shared model yet; start this node with `starling run`.";
        }
        StringJoiner lines = new StringJoiner("\n");
        lines.add(line("model", "slot", "when", "digest", "bytes", "scores"));
        for (Item item : items) {
            StringJoiner scores = new StringJoiner("; ");
            item.scores().forEach(score -> scores.add(sentence(score)));
            lines.add(line(
                    item.kind(),
                    Integer.toString(item.slot()),
                    item.when().truncatedTo(ChronoUnit.SECONDS).toString(),
                    item.digest().hex().substring(0, DIGITS),
                    Long.toString(item.bytes()),
                    scores.toString()));
        }
        lines.add("");
        lines.add("The current one is in " + directory.state() + ", with what is under way, and has no file of its own;"
                + " the others are files below " + directory.models()
                + ". `starling model export` writes a copy of any.");
        return lines.toString();
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-12s %6s  %-20s  %-16s  %10s  %s", cells)
                .stripTrailing();
    }

    private static String sentence(Score score) {
        String rows = score.members() == 1
                ? score.rows() + " validation rows"
                : score.rows() + " rows of " + score.members() + " members";
        String value = score.metric().equals(Score.LOG_LOSS)
                ? String.format(Locale.ROOT, "log-loss %.4f", score.value())
                : ScoreText.named(score.metric(), score.value());
        return value + " on " + rows;
    }
}
