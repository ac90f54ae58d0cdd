package dev.starling.gossip.admission;

/** The outcome of a check: a closed choice, a value and never an exception. */
public sealed interface Verdict {

    /** Everything is in order. */
    static Verdict accept() {
        return new Accept();
    }

    /** Drops the message; the sender did nothing wrong. */
    static Verdict ignore(Reason reason) {
        return new Ignore(reason);
    }

    /** Drops the message; the sender is at fault. */
    static Verdict reject(Reason reason) {
        return new Reject(reason);
    }

    /** Cannot be judged yet: the sender will say it again. */
    static Verdict later(Reason reason) {
        return new Later(reason);
    }

    /** Drops the message for this reason, with the blame that the reason carries. */
    static Verdict of(Reason reason) {
        return reason.blameless() ? ignore(reason) : reject(reason);
    }

    /** Calls the method that belongs to this outcome. */
    <R> R handle(Handler<R> handler);

    /** True for {@link Accept} only. */
    default boolean accepted() {
        return this instanceof Accept;
    }

    /** One method per outcome. */
    interface Handler<R> {
        R accept();

        R ignore(Reason reason);

        R reject(Reason reason);

        R later(Reason reason);
    }

    record Accept() implements Verdict {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.accept();
        }
    }

    record Ignore(Reason reason) implements Verdict {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.ignore(reason);
        }
    }

    record Reject(Reason reason) implements Verdict {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.reject(reason);
        }
    }

    record Later(Reason reason) implements Verdict {
        @Override
        public <R> R handle(Handler<R> handler) {
            return handler.later(reason);
        }
    }
}
