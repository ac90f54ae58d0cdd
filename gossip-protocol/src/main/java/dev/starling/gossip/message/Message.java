package dev.starling.gossip.message;

/** One message between two linked peers. A new kind does not compile until every {@link Handler} takes it. */
public sealed interface Message
        permits Announce,
                Offer,
                Reply,
                Refused,
                Closed,
                Ack,
                Slice,
                Want,
                Ping,
                Pong,
                Farewell,
                ProbeFor,
                Probed,
                Claims,
                SignedBody {

    /** Calls the method that belongs to this kind. */
    <R> R handle(Handler<R> handler);

    /** True for what members say only to find out who is there: it is no use of a link. */
    default boolean signOfLife() {
        return this instanceof Ping
                || this instanceof Pong
                || this instanceof ProbeFor
                || this instanceof Probed
                || this instanceof Claims;
    }

    /** One method per kind of message. */
    interface Handler<R> {
        R announce(Announce message);

        R offer(Offer message);

        R reply(Reply message);

        R refused(Refused message);

        R closed(Closed message);

        R ack(Ack message);

        R slice(Slice message);

        R want(Want message);

        R ping(Ping message);

        R pong(Pong message);

        R farewell(Farewell message);

        R probeFor(ProbeFor message);

        R probed(Probed message);

        R claims(Claims message);

        R signed(SignedBody message);
    }
}
