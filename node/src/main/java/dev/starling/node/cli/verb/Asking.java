package dev.starling.node.cli.verb;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A verb that asks the node that runs on the data directory. */
public abstract class Asking extends Verb {
    private static final int LEAST_DIGITS = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    protected Asking(Terminal terminal) {
        super(terminal);
    }

    /** Refuses what no node could answer, before one is looked for. */
    protected void check() throws NodeFailure {}

    /** What is answered without a node; empty when one is asked. */
    protected Optional<Answer> unasked() {
        return Optional.empty();
    }

    /** The first digits of a fingerprint, in lower case. */
    protected static String fingerprint(String given, String shownBy) throws NodeFailure {
        String prefix = given.toLowerCase(Locale.ROOT);
        if (prefix.length() < LEAST_DIGITS || !prefix.matches("[0-9a-f]+")) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "not a fingerprint: " + given + "; give at least eight of the digits that `" + shownBy + "` shows");
        }
        return prefix;
    }

    /** What to ask, and the answer in words. */
    protected abstract Answer ask(AdminClient node) throws IOException, NodeFailure;

    @Override
    protected final Answer run() throws NodeFailure {
        check();
        Optional<Answer> unasked = unasked();
        if (unasked.isPresent()) {
            return unasked.get();
        }
        try {
            return ask(AdminClient.find(directory().adminAddress()));
        } catch (IOException e) {
            throw new NodeFailure(ExitCode.NETWORK, String.valueOf(e.getMessage()), e);
        }
    }

    /** The node's own object, as it came. */
    protected static Answer answer(JsonNode object, String text) {
        Map<String, Object> fields = JSON.convertValue(object, new TypeReference<Map<String, Object>>() {});
        Answer.Fields answer = Answer.fields();
        fields.forEach(answer::with);
        return Answer.of(answer, text);
    }
}
