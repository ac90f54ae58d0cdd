package dev.starling.node.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.runtime.ExitCode;
import dev.starling.node.runtime.NodeFailure;
import java.io.IOException;
import java.util.Map;

/** A verb that asks the node that runs on the data directory. */
abstract class Asking extends Verb {
    private static final ObjectMapper JSON = new ObjectMapper();

    Asking(Terminal terminal) {
        super(terminal);
    }

    /** What to ask, and the answer in words. */
    abstract Answer ask(AdminClient node) throws IOException, NodeFailure;

    @Override
    final Answer run() throws NodeFailure {
        try {
            return ask(AdminClient.find(directory().adminAddress()));
        } catch (IOException e) {
            throw new NodeFailure(ExitCode.NETWORK, String.valueOf(e.getMessage()), e);
        }
    }

    /** The node's own object, as it came. */
    static Answer answer(JsonNode object, String text) {
        Map<String, Object> fields = JSON.convertValue(object, new TypeReference<Map<String, Object>>() {});
        Answer.Fields answer = Answer.fields();
        fields.forEach(answer::with);
        return Answer.of(answer, text);
    }
}
