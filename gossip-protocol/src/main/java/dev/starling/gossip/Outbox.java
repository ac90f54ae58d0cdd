package dev.starling.gossip;

import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Hands on the effects of a step and holds back what must not leave before everything recorded so far is durable. Tokens
 * are durable in order, so one number is enough. Confined to the engine's thread.
 */
final class Outbox {
    private record Held(long token, Effect effect) {}

    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private Consumer<Effect> effects = Outbox::outside;
    private long issued;
    private long saved;
    private long durable;

    private static void outside(Effect effect) {
        throw new IllegalStateException("an effect outside a step: " + effect);
    }

    /** A step begins: this is where its effects go. */
    void open(Consumer<Effect> taker) {
        effects = taker;
    }

    /** The step is over. */
    void close() {
        effects = Outbox::outside;
    }

    void emit(Effect effect) {
        effects.accept(effect);
    }

    void tell(Report report) {
        emit(new Effect.Tell(report));
    }

    void save(Checkpoint checkpoint) {
        saved = ++issued;
        emit(new Effect.SaveCheckpoint(saved, checkpoint));
    }

    void append(JournalRecord record) {
        emit(new Effect.AppendJournal(++issued, record));
    }

    /** Emits now when nothing is pending, else once it is durable, in order. */
    void emitWhenDurable(Effect effect) {
        if (issued <= durable && held.isEmpty()) {
            emit(effect);
        } else {
            held.add(new Held(issued, effect));
        }
    }

    /**
     * Emits now when the latest checkpoint is durable, whatever was recorded since. Only for what a checkpoint holds and no
     * record changes: the bodies of published snapshots.
     */
    void emitWhenSaved(Effect effect) {
        if (saved <= durable) {
            emit(effect);
        } else {
            emitWhenDurable(effect);
        }
    }

    void persisted(long token) {
        durable = Math.max(durable, token);
        while (!held.isEmpty() && held.peek().token() <= durable) {
            emit(held.remove().effect());
        }
    }
}
