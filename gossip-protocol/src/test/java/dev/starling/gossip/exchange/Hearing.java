package dev.starling.gossip.exchange;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Ack;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Closed;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.util.function.Consumer;

/** Hands each message of the exchange to where the engine hands it; time stands still. */
record Hearing(PeerId from, Consumer<SignedHeader> announced, Exchanges exchanges) {
    void hear(Message message) {
        if (message instanceof Announce announce) {
            announced.accept(announce.header());
        } else if (message instanceof Offer offer) {
            exchanges.offer(from, offer, 0);
        } else if (message instanceof Reply reply) {
            exchanges.reply(from, reply, 0);
        } else if (message instanceof Refused refused) {
            exchanges.refused(from, refused, 0);
        } else if (message instanceof Closed closed) {
            exchanges.closed(from, closed);
        } else if (message instanceof Ack ack) {
            exchanges.ack(from, ack, 0);
        } else if (message instanceof Slice slice) {
            exchanges.slice(from, slice, 0);
        } else if (message instanceof Want want) {
            exchanges.want(from, want);
        } else {
            throw new AssertionError("not a message of the exchange: " + message);
        }
    }
}
