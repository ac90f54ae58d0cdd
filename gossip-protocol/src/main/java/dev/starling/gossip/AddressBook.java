package dev.starling.gossip;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Body.Hint;
import dev.starling.gossip.message.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Where members can be dialled, from themselves or from others, and what of it each peer was told here: it is told once, the
 * newest first. Whoever names no address can only dial out, and that is told as well. Hints only: whoever answers there must prove its key. Confined to the engine's thread.
 */
final class AddressBook {
    private final TreeMap<PeerId, Known> known = new TreeMap<>();
    private final TreeMap<Long, PeerId> byNumber = new TreeMap<>();
    private final TreeMap<PeerId, Long> told = new TreeMap<>();
    private final TreeMap<PeerId, Long> toldOfSilent = new TreeMap<>();
    private long numbers;

    private record Known(List<String> addresses, boolean firstHand, long number) {}

    /** Takes addresses of a member; what it said itself stands against what others say of it. */
    void learn(PeerId peer, List<String> addresses, boolean firstHand) {
        Known before = known.get(peer);
        boolean news = before == null || !before.addresses().equals(addresses) || (firstHand && !before.firstHand());
        boolean weaker = before != null && before.firstHand() && !firstHand;
        if (news && !weaker) {
            if (before != null) {
                byNumber.remove(before.number());
            }
            known.put(peer, new Known(List.copyOf(addresses), firstHand, ++numbers));
            byNumber.put(numbers, peer);
        }
    }

    /** Addresses of a member, none when unknown. */
    List<String> of(PeerId peer) {
        Known found = known.get(peer);
        return found == null ? List.of() : found.addresses();
    }

    /** True when the member is known to name no address. */
    boolean dialsOutOnly(PeerId peer) {
        Known found = known.get(peer);
        return found != null && found.addresses().isEmpty();
    }

    /** Addresses that this peer was not told yet, so much as fits into one message. */
    List<Hint> newsFor(PeerId reader) {
        return since(reader, told, peer -> !dialsOutOnly(peer));
    }

    /** Members that can only dial out, first hand, of whom this peer was not told yet. */
    List<Hint> silentNewsFor(PeerId reader) {
        return since(reader, toldOfSilent, peer -> {
            Known found = known.get(peer);
            return found != null && found.firstHand() && found.addresses().isEmpty();
        });
    }

    private List<Hint> since(PeerId reader, Map<PeerId, Long> upTo, Predicate<PeerId> counts) {
        long from = upTo.getOrDefault(reader, 0L);
        List<Hint> news = new ArrayList<>();
        for (Map.Entry<Long, PeerId> entry :
                byNumber.tailMap(from, false).descendingMap().entrySet()) {
            PeerId peer = entry.getValue();
            if (!peer.equals(reader) && counts.test(peer) && news.size() < Limits.HINTS) {
                news.add(new Hint(peer, of(peer)));
            }
        }
        upTo.put(reader, numbers);
        return news;
    }

    /** The peer may have forgotten what it was told. */
    void tellAgain(PeerId reader) {
        told.remove(reader);
        toldOfSilent.remove(reader);
    }
}
