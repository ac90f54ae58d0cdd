package dev.starling.gossip.wire;

import org.jspecify.annotations.Nullable;

/** Kinds of frames by their code on the wire. */
enum FrameKind {
    ANNOUNCE(1),
    OFFER(2),
    REPLY(3),
    REFUSED(4),
    CLOSED(5),
    ACK(6),
    SLICE(7),
    WANT(8),
    PING(9),
    PONG(10),
    FAREWELL(11),
    PROBE_FOR(12),
    PROBED(13),
    CLAIMS(14),
    HELLO(16),
    ROSTER(17),
    PEERS(18),
    JOIN(19),
    DECISION(20),
    VOTE(21),
    LEAVE(22),
    PAUSE(23),
    CONSOLIDATION_STATUS(25),
    LIST_PROPOSAL(26),
    CONSOLIDATION_VOTE(27),
    CONSOLIDATED(28),
    SUM_READY(29),
    SUM_LIST(30),
    SUM_ANSWER(31),
    SUM_TOTAL(32);

    private static final FrameKind[] BY_CODE = new FrameKind[64];

    static {
        for (FrameKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final byte code;

    FrameKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    boolean signed() {
        return code >= 16;
    }

    static @Nullable FrameKind ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
