package dev.starling.node.cli.learning;

import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.learning.NativeArithmetic;
import picocli.CommandLine.Command;

/** Unpacks the native libraries ahead of the first start, for whoever builds images; not listed among the verbs. */
@Command(
        name = "unpack",
        hidden = true,
        description = "Unpack the native arithmetic library into its cache, and try it.",
        footerHeading = "%nExample:%n",
        footer = "  starling unpack")
final class Unpack extends Verb {
    Unpack(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() {
        NativeArithmetic.start();
        String cache = NativeArithmetic.cacheDirectory().toString();
        return Answer.of(Answer.fields().with("cache", cache), "unpacked into " + cache);
    }
}
