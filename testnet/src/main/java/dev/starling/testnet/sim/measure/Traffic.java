package dev.starling.testnet.sim.measure;

import dev.starling.gossip.Effect;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.wire.SliceFrames;
import dev.starling.testnet.sim.Only;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;

/** What members send: frames with their length prefix, before encryption, and bodies of models. */
public final class Traffic implements Witness {
    private static final int PREFIX = 4;

    private final Only counting = new Only() {
        @Override
        public void send(Effect.Send effect) {
            bytes += effect.frame().length + PREFIX;
        }

        @Override
        public void stream(Effect.Stream effect) {
            count(effect.frames());
        }
    };

    private long bytes;
    private double bodies;
    private int sliceOverhead;

    @Override
    public void stepped(Step step) {
        for (Effect effect : step.effects()) {
            effect.handle(counting);
        }
    }

    private void count(SliceFrames frames) {
        int length = frames.body().length;
        int from = frames.first() * Limits.SLICE;
        int until = Math.min(length, (frames.first() + frames.count()) * Limits.SLICE);
        if (sliceOverhead == 0) {
            sliceOverhead = frames.frame(0).length - Math.min(Limits.SLICE, length - from) + PREFIX;
        }
        bytes += until - from + (long) frames.count() * sliceOverhead;
        bodies += frames.count() / (double) Limits.slices(length);
    }

    /** Bytes sent by all members so far. */
    public long bytes() {
        return bytes;
    }

    /** Model-sized messages sent by all members so far; parts count as parts. */
    public double bodies() {
        return bodies;
    }
}
