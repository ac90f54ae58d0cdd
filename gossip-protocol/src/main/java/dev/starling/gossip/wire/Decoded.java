package dev.starling.gossip.wire;

import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.message.Message;
import java.util.Optional;

/**
 * What became of a frame.
 *
 * @param message present exactly when the verdict accepts
 */
public record Decoded(Optional<Message> message, Verdict verdict) {

    static Decoded of(Message message) {
        return new Decoded(Optional.of(message), Verdict.accept());
    }

    static Decoded refused(Reason reason) {
        return new Decoded(Optional.empty(), Verdict.of(reason));
    }
}
