package dev.starling.gossip.exchange;

import dev.starling.gossip.message.Ack;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Closed;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.Ping;
import dev.starling.gossip.message.Pong;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedBody;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;

/** Hands each message of the exchange to where the engine hands it. */
record Hearing(ModelledSide side, Exchanges exchanges) implements Message.Handler<Boolean> {
    @Override
    public Boolean announce(Announce message) {
        side.announced(message.header());
        return true;
    }

    @Override
    public Boolean offer(Offer message) {
        exchanges.offer(side.peer, message, 0);
        return true;
    }

    @Override
    public Boolean reply(Reply message) {
        exchanges.reply(side.peer, message, 0);
        return true;
    }

    @Override
    public Boolean refused(Refused message) {
        exchanges.refused(side.peer, message, 0);
        return true;
    }

    @Override
    public Boolean closed(Closed message) {
        exchanges.closed(side.peer, message);
        return true;
    }

    @Override
    public Boolean ack(Ack message) {
        exchanges.ack(side.peer, message);
        return true;
    }

    @Override
    public Boolean slice(Slice message) {
        exchanges.slice(side.peer, message, 0);
        return true;
    }

    @Override
    public Boolean want(Want message) {
        exchanges.want(side.peer, message);
        return true;
    }

    @Override
    public Boolean ping(Ping message) {
        return false;
    }

    @Override
    public Boolean pong(Pong message) {
        return false;
    }

    @Override
    public Boolean farewell(Farewell message) {
        return false;
    }

    @Override
    public Boolean signed(SignedBody message) {
        return false;
    }
}
