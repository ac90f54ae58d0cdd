package dev.starling.gossip;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Revocation;
import dev.starling.gossip.message.Quantity;
import java.time.Instant;

/** What happens to the engine. A new kind does not compile until every {@link Handler} takes it. */
public sealed interface Event {

    /** Calls the method that belongs to this kind. */
    <R> R handle(Handler<R> handler);

    /** One method per kind of event. */
    interface Handler<R> {
        R started(Started event);

        R linkUp(LinkUp event);

        R linkDown(LinkDown event);

        R frameArrived(FrameArrived event);

        R displacementReady(DisplacementReady event);

        R persisted(Persisted event);

        R termReady(TermReady event);

        R timerDue(TimerDue event);

        R approve(Approve event);

        R leave(Leave event);

        R pause(Pause event);

        R resume(Resume event);

        R revoke(Revoke event);

        R stop(Stop event);

        R judged(Judged event);
    }

    /** First event of an engine. */
    record Started() implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.started(this);
        }
    }

    /** A link whose other end proved to hold the key of {@code peer} is up. */
    record LinkUp(long link, PeerId peer, boolean outbound) implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.linkUp(this);
        }
    }

    /** The link is gone. */
    record LinkDown(long link) implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.linkDown(this);
        }
    }

    /**
     * A frame arrived.
     *
     * @param frame without its length prefix; owned by the event
     * @param at wall clock, only used to judge whether an invitation has expired
     */
    @SuppressWarnings("ArrayRecordComponent")
    record FrameArrived(long link, byte[] frame, Instant at) implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.frameArrived(this);
        }
    }

    /**
     * A training ended.
     *
     * @param training number of the {@link Effect.Train} it answers
     * @param displacement end minus start, length d; owned by the event
     * @param stepsDone at most the steps asked for; 0 means an all-zero displacement
     */
    @SuppressWarnings("ArrayRecordComponent")
    record DisplacementReady(long training, float[] displacement, int stepsDone) implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.displacementReady(this);
        }
    }

    /**
     * This site's figures for the masked sum that features are scaled by are ready. No answer: the total comes with {@link
     * Effect.RosterChanged}, in the roster's log.
     *
     * @param words as many as the settings say, of the same meaning at every site; only read
     */
    @SuppressWarnings("ArrayRecordComponent")
    record TermReady(long[] words) implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.termReady(this);
        }
    }

    /** Everything persisted up to this token is durable. Tokens come back in order. */
    record Persisted(long token) implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.persisted(this);
        }
    }

    /** The time asked for by {@link Effect.SetTimer} has come. */
    record TimerDue() implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.timerDue(this);
        }
    }

    /** A person approves a pending newcomer. */
    record Approve(PeerId newcomer) implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.approve(this);
        }
    }

    /** This member is to rest from the end of its slot on. */
    record Pause(Pauser by) implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.pause(this);
        }
    }

    /** Whoever wanted this member to rest does not any more. */
    record Resume(Pauser by) implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.resume(this);
        }
    }

    /** A person wants this member to leave the federation. */
    record Leave() implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.leave(this);
        }
    }

    /** A person wants a member removed from the federation, or agrees to it. */
    record Revoke(Revocation revocation) implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.revoke(this);
        }
    }

    /** The process is about to stop and means to come back. */
    record Stop() implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.stop(this);
        }
    }

    /**
     * A consolidated model was judged on the site's own hold-out.
     *
     * @param model that of the {@link Effect.Judge} it answers
     * @param words what {@link dev.starling.gossip.sums.FederatedMetrics#term} makes of it: none when the hold-out is too small
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Judged(Quantity model, long[] words) implements Event {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.judged(this);
        }
    }
}
