package dev.starling.gossip;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.wire.SliceFrames;
import java.util.List;
import java.util.Set;

/** What the engine wants done, to be executed in order. */
public sealed interface Effect {

    /** Calls the method that belongs to this kind. */
    void handle(Handler handler);

    /** One method per kind of effect. */
    interface Handler {
        void send(Send effect);

        void stream(Stream effect);

        void openLink(OpenLink effect);

        void closeLink(CloseLink effect);

        void train(Train effect);

        void stopTraining(StopTraining effect);

        void saveCheckpoint(SaveCheckpoint effect);

        void appendJournal(AppendJournal effect);

        void rosterChanged(RosterChanged effect);

        void releaseModel(ReleaseModel effect);

        void dial(Dial effect);

        void setTimer(SetTimer effect);

        void tell(Tell effect);

        void judge(Judge effect);
    }

    /** Sends one frame; dropped when the link is gone. */
    @SuppressWarnings("ArrayRecordComponent")
    record Send(long link, byte[] frame) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.send(this);
        }
    }

    /** Streams slices as the link has room for them. */
    record Stream(long link, SliceFrames frames) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.stream(this);
        }
    }

    /**
     * A link to this member is needed now: it is to be dialled once. The engine asks again when no link comes. Only in a
     * federation that is too large for a link to everybody.
     *
     * @param addresses where it may be found; empty when that is unknown here, and then the peer may know better
     */
    record OpenLink(PeerId peer, List<String> addresses) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.openLink(this);
        }
    }

    /** Closes a link behind what was sent on it. */
    record CloseLink(long link, String why) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.closeLink(this);
        }
    }

    /**
     * Trains; answered by {@link Event.DisplacementReady}.
     *
     * @param training number of this training
     * @param slot slot it is for, chooses rate and batches
     * @param start parameters to start from, length d; owned by the effect
     * @param steps local steps
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Train(long training, int slot, float[] start, int steps) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.train(this);
        }
    }

    /** Ends a training at the end of its batch; it is still answered. */
    record StopTraining(long training) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.stopTraining(this);
        }
    }

    /** Replaces the checkpoint atomically and forgets the journal; answered by {@link Event.Persisted}. */
    record SaveCheckpoint(long token, Checkpoint checkpoint) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.saveCheckpoint(this);
        }
    }

    /** Appends to the journal; answered by {@link Event.Persisted}. */
    record AppendJournal(long token, JournalRecord record) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.appendJournal(this);
        }
    }

    /** The roster changed: to be kept, and to be asked about new links from now on. */
    record RosterChanged(Roster roster) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.rosterChanged(this);
        }
    }

    /**
     * A consolidated model is to be kept with its certificate.
     *
     * @param parameters length d; shared, only read
     * @param inUse hashes of the models that must be kept as well, because what is open refers to them
     */
    @SuppressWarnings("ArrayRecordComponent")
    record ReleaseModel(ModelCertificate certificate, float[] parameters, Set<Digest> inUse) implements Effect {
        public ReleaseModel {
            inUse = Set.copyOf(inUse);
        }

        @Override
        public void handle(Handler handler) {
            handler.releaseModel(this);
        }
    }

    /** A member may be found there, and a link to it is to be kept: a hint. */
    record Dial(PeerId peer, List<String> addresses) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.dial(this);
        }
    }

    /** Wakes the engine with {@link Event.TimerDue} at this time of its clock; replaces the timer set before. */
    record SetTimer(long atNanos) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.setTimer(this);
        }
    }

    /** Tells people what happened. */
    record Tell(Report report) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.tell(this);
        }
    }

    /**
     * A consolidated model is to be judged on the site's own hold-out; answered by {@link Event.Judged}. May be left
     * unanswered: then this member gives nothing to the model's metrics.
     *
     * @param model number and hash of the consolidated model
     * @param parameters length d; shared, only read
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Judge(Quantity model, float[] parameters) implements Effect {
        @Override
        public void handle(Handler handler) {
            handler.judge(this);
        }
    }
}
