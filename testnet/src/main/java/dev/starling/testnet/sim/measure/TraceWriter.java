package dev.starling.testnet.sim.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.testnet.sim.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Writes steps into a hash: little-endian, a word for each kind, lengths before content, frames and vectors whole. Of
 * slices that are streamed only the root of the snapshot and the range count, of a report only its kind: the rest follows
 * from what is hashed.
 */
final class TraceWriter implements Event.Handler<TraceWriter>, Effect.Handler {
    private final MessageDigest sha256;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    TraceWriter() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must provide SHA-256", e);
        }
    }

    Digest digest() {
        flush();
        return Digest.wrap(sha256.digest());
    }

    void step(Step step) {
        mark("step", step.member().number());
        number(step.number());
        number(step.nowNanos());
        step.event().handle(this);
        for (Effect effect : step.effects()) {
            effect.handle(this);
        }
    }

    void mark(String what, long who) {
        word(what);
        number(who);
    }

    private void flush() {
        sha256.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    private TraceWriter number(long value) {
        if (buffer.remaining() < Long.BYTES) {
            flush();
        }
        buffer.putLong(value);
        return this;
    }

    private TraceWriter bytes(byte[] bytes) {
        number(bytes.length);
        if (bytes.length <= buffer.remaining()) {
            buffer.put(bytes);
        } else {
            flush();
            sha256.update(bytes);
        }
        return this;
    }

    private TraceWriter word(String word) {
        return bytes(word.getBytes(UTF_8));
    }

    private TraceWriter peer(PeerId peer) {
        return bytes(peer.digest().bytes());
    }

    private TraceWriter vector(float[] values) {
        number(values.length);
        for (int done = 0; done < values.length; ) {
            if (buffer.remaining() < Float.BYTES) {
                flush();
            }
            int count = Math.min(values.length - done, buffer.remaining() / Float.BYTES);
            for (int k = done; k < done + count; k++) {
                buffer.putFloat(values[k]);
            }
            done += count;
        }
        return this;
    }

    // Events.

    @Override
    public TraceWriter started(Event.Started event) {
        return word("started");
    }

    @Override
    public TraceWriter linkUp(Event.LinkUp event) {
        return word("link up").number(event.link()).peer(event.peer()).number(event.outbound() ? 1 : 0);
    }

    @Override
    public TraceWriter linkDown(Event.LinkDown event) {
        return word("link down").number(event.link());
    }

    @Override
    public TraceWriter frameArrived(Event.FrameArrived event) {
        return word("frame").number(event.link()).bytes(event.frame());
    }

    @Override
    public TraceWriter displacementReady(Event.DisplacementReady event) {
        return word("displacement")
                .number(event.training())
                .number(event.stepsDone())
                .vector(event.displacement());
    }

    @Override
    public TraceWriter persisted(Event.Persisted event) {
        return word("persisted").number(event.token());
    }

    @Override
    public TraceWriter termReady(Event.TermReady event) {
        TraceWriter writer = word("term");
        for (long word : event.words()) {
            writer.number(word);
        }
        return writer;
    }

    @Override
    public TraceWriter timerDue(Event.TimerDue event) {
        return word("timer");
    }

    @Override
    public TraceWriter approve(Event.Approve event) {
        return word("approve").peer(event.newcomer());
    }

    @Override
    public TraceWriter revoke(Event.Revoke event) {
        return word("revoke")
                .peer(event.revocation().member())
                .word(event.revocation().reason());
    }

    @Override
    public TraceWriter leave(Event.Leave event) {
        return word("leave");
    }

    @Override
    public TraceWriter pause(Event.Pause event) {
        return word("pause");
    }

    @Override
    public TraceWriter resume(Event.Resume event) {
        return word("resume");
    }

    @Override
    public TraceWriter stop(Event.Stop event) {
        return word("stop");
    }

    @Override
    public TraceWriter judged(Event.Judged event) {
        TraceWriter writer = word("judged").number(event.model().index());
        for (long word : event.words()) {
            writer.number(word);
        }
        return writer;
    }

    // Effects.

    @Override
    public void send(Effect.Send effect) {
        word("send").number(effect.link()).bytes(effect.frame());
    }

    @Override
    public void stream(Effect.Stream effect) {
        word("stream")
                .number(effect.link())
                .bytes(effect.frames().root().bytes())
                .number(effect.frames().first())
                .number(effect.frames().count());
    }

    @Override
    public void openLink(Effect.OpenLink effect) {
        word("open link").peer(effect.peer());
    }

    @Override
    public void closeLink(Effect.CloseLink effect) {
        word("close link").number(effect.link()).word(effect.why());
    }

    @Override
    public void train(Effect.Train effect) {
        word("train")
                .number(effect.training())
                .number(effect.slot())
                .number(effect.steps())
                .vector(effect.start());
    }

    @Override
    public void stopTraining(Effect.StopTraining effect) {
        word("stop training").number(effect.training());
    }

    @Override
    public void saveCheckpoint(Effect.SaveCheckpoint effect) {
        Checkpoint saved = effect.checkpoint();
        word("checkpoint")
                .number(effect.token())
                .number(saved.life())
                .number(saved.slot())
                .number(saved.voids())
                .number(saved.pairs().size())
                .vector(saved.parameters())
                .vector(saved.momentum());
        saved.latest().ifPresent(latest -> bytes(latest.root().bytes()));
    }

    @Override
    public void appendJournal(Effect.AppendJournal effect) {
        JournalRecord record = effect.record();
        word("journal")
                .number(effect.token())
                .word(record.getClass().getSimpleName())
                .peer(record.peer());
    }

    @Override
    public void releaseModel(Effect.ReleaseModel effect) {
        word("release model").bytes(effect.certificate().model().bytes()).vector(effect.parameters());
    }

    @Override
    public void rosterChanged(Effect.RosterChanged effect) {
        word("roster").bytes(effect.roster().head().bytes());
    }

    @Override
    public void dial(Effect.Dial effect) {
        word("dial").peer(effect.peer());
    }

    @Override
    public void setTimer(Effect.SetTimer effect) {
        word("set timer").number(effect.atNanos());
    }

    @Override
    public void judge(Effect.Judge effect) {
        word("judge").bytes(effect.model().model().bytes());
    }

    @Override
    public void tell(Effect.Tell effect) {
        word("tell").word(effect.report().getClass().getSimpleName());
    }
}
