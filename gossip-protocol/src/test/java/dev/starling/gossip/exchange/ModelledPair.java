package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Member;
import dev.starling.gossip.admission.HeaderChecks;
import dev.starling.gossip.encoding.Float32Encoding;
import dev.starling.gossip.exchange.ModelledSide.Deed;
import dev.starling.gossip.exchange.ModelledSide.Kind;
import dev.starling.gossip.message.Ack;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Closed;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two members and the link between them, at one moment. A link never forgets while it is up: whatever was sent on it once
 * may arrive at any later time, any number of times and in any order, or never. That is loss, duplication, delay and
 * reordering in one, and more than a real network does. What is on a link that breaks is gone, and on a new one a member
 * says nothing but its greeting before it has heard the other's: without that, a refusal by a member that lost its disk
 * could arrive before the news of the loss. A state knows what may happen next, and whether it is a good one.
 */
final class ModelledPair {
    /** The lower id, who offers, and the higher. */
    private static final List<Identity> IDENTITIES = identities();

    private static final List<Member> MEMBERS = IDENTITIES.stream()
            .map(identity -> new Member(identity.publicIdentity(), "Hospital", 100))
            .toList();

    private static final Digest FEDERATION = Digest.of(new byte[] {1});
    private static final Digest BASE = Parameters.hash(new float[] {0});

    /** Signatures are the business of other tests. */
    private static final HeaderChecks HEADER_CHECKS = new HeaderChecks(
            (key, header) -> true, Map.of(Float32Encoding.INSTANCE.code(), Float.BYTES), BASE::equals, 1000);

    /** How often each thing may happen, a side (breaks of the link: in all). */
    record Bounds(int slots, int crashes, int losses, int verdicts, int breaks) {}

    /** What may be wrong with the world, to see that it is found. */
    enum Fault {
        NONE,
        /** A crash takes the last record along that was said to be durable. */
        LYING_DISK,
        /** Messages leave before what they speak of is durable. */
        HASTY,
        /** Whoever gives a peer up voids what is open with it. */
        VOID_ON_DEATH
    }

    /** What travels. */
    sealed interface Parcel {
        String name();

        record Said(Message message) implements Parcel {
            @Override
            public String name() {
                return nameOf(message);
            }
        }

        record Greeting(long life, int slot, long yourLife, int yourSlot) implements Parcel {
            @Override
            public String name() {
                return "HELLO " + life + "." + slot + " " + yourLife + "." + yourSlot;
            }
        }
    }

    /** One thing that may happen. */
    record Action(String name, Consumer<ModelledPair> effect) {}

    private final Bounds bounds;
    private final Fault fault;
    private final ModelledSide[] sides = new ModelledSide[2];
    private final List<TreeMap<String, Parcel>> sent = List.of(new TreeMap<>(), new TreeMap<>());
    private boolean linked = true;
    private int breaks;

    private ModelledPair(Bounds bounds, Fault fault) {
        this.bounds = bounds;
        this.fault = fault;
    }

    /** Both are up, linked and greeted, and nothing has been published. */
    static ModelledPair begun(Bounds bounds, Fault fault) {
        ModelledPair pair = new ModelledPair(bounds, fault);
        for (int k = 0; k < 2; k++) {
            pair.sides[k] = new ModelledSide(
                    pair, k, MEMBERS.get(k).id(), MEMBERS.get(1 - k).id());
        }
        pair.greet();
        pair.settle();
        pair.sent.forEach(Map::clear);
        return pair;
    }

    // What the sides see of the world.

    Fault fault() {
        return fault;
    }

    Digest federation() {
        return FEDERATION;
    }

    Member memberAt(int index) {
        return MEMBERS.get(index);
    }

    HeaderChecks headerChecks() {
        return HEADER_CHECKS;
    }

    /** A side sends. */
    void put(int from, Parcel parcel) {
        if (parcel instanceof Parcel.Said said && said.message() instanceof Want want) {
            // Its answer is on the way for good already: it can bring about nothing more.
            if (sent.get(1 - from).containsKey(nameOfSlice(want.root()))) {
                return;
            }
        }
        sent.get(from).put(parcel.name(), parcel);
    }

    // What may happen.

    List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            int side = k;
            ModelledSide here = sides[k];
            String at = k == 0 ? "i" : "j";
            if (linked) {
                sent.get(1 - k)
                        .forEach((name, parcel) ->
                                actions.add(new Action(at + " hears " + name, w -> w.deliver(side, parcel))));
            }
            if (here.isWriting()) {
                actions.add(new Action(at + " persists", w -> w.sides[side].persist()));
            }
            if (here.published < bounds.slots()) {
                actions.add(new Action(at + " publishes", w -> w.sides[side].publish()));
            }
            if (here.crashes < bounds.crashes()) {
                actions.add(new Action(at + " crashes", w -> w.crash(side)));
            }
            if (here.losses < bounds.losses()) {
                actions.add(new Action(at + " loses its disk", w -> w.lose(side)));
            }
            if (here.verdicts < bounds.verdicts() && here.thinksAlive()) {
                actions.add(new Action(at + " gives the other up", w -> w.giveUp(side)));
            }
            if (here.isGreeted() && here.hasOpen()) {
                actions.add(new Action(at + " says again", w -> w.sides[side].retry()));
            }
        }
        if (linked && breaks < bounds.breaks()) {
            actions.add(new Action("the link breaks", ModelledPair::breakLink));
        } else if (!linked) {
            actions.add(new Action("a link comes up", ModelledPair::greet));
        }
        return actions;
    }

    private void deliver(int to, Parcel parcel) {
        if (parcel instanceof Parcel.Greeting greeting) {
            sides[to].greeted(greeting);
        } else if (parcel instanceof Parcel.Said said) {
            sides[to].heard(said.message());
        }
    }

    private void crash(int side) {
        sides[side].crashes++;
        unlink();
        sides[side].crash();
    }

    private void lose(int side) {
        sides[side].losses++;
        unlink();
        sides[side].loseDisk(10L * (1 + sides[side].losses));
    }

    private void giveUp(int side) {
        sides[side].verdicts++;
        sides[side].verdict();
    }

    private void breakLink() {
        breaks++;
        unlink();
    }

    private void unlink() {
        linked = false;
        for (int k = 0; k < 2; k++) {
            sent.get(k).clear();
            sides[k].linkLost();
        }
    }

    private void greet() {
        linked = true;
        sides[0].greet();
        sides[1].greet();
    }

    // What must be so.

    /** What is wrong with this state; null when nothing is. */
    @Nullable
    String objection() {
        String twice = appliedTwice();
        if (twice != null) {
            return twice;
        }
        for (ModelledSide side : sides) {
            double expected = side.deeds.stream().mapToDouble(Deed::amount).sum();
            if (Math.abs(side.x() - expected) > 1e-4) {
                return "a vector is " + side.x() + " where its deeds sum to " + expected;
            }
        }
        boolean lifeLost = sides[0].losses + sides[1].losses > 0;
        for (ModelledSide side : sides) {
            for (Deed deed : side.deeds) {
                boolean voided = deed.kind() == Kind.VOIDED_OFFER || deed.kind() == Kind.VOIDED_ANSWER;
                if (voided && !lifeLost) {
                    return "a transaction is void although nobody lost its state";
                }
            }
        }
        return halves(false);
    }

    private @Nullable String appliedTwice() {
        for (ModelledSide side : sides) {
            List<String> seen = new ArrayList<>();
            for (Deed deed : all(side)) {
                if (deed.kind() == Kind.ANSWERED || deed.kind() == Kind.COMPLETED) {
                    String name = deed.life() + "." + deed.seq();
                    if (seen.contains(name) || seen.contains(deed.roots())) {
                        return "flow " + name + " was applied twice at one end";
                    }
                    seen.add(name);
                    seen.add(deed.roots());
                }
            }
        }
        return null;
    }

    private static List<Deed> all(ModelledSide side) {
        List<Deed> all = new ArrayList<>(side.removed);
        all.addAll(side.deeds);
        return all;
    }

    private static @Nullable Deed find(List<Deed> deeds, Kind kind, Deed like) {
        for (Deed deed : deeds) {
            if (deed.kind() == kind && deed.life() == like.life() && deed.seq() == like.seq()) {
                return deed;
            }
        }
        return null;
    }

    /**
     * Every flow that is applied at one end only is still open there, or void.
     *
     * @param atRest true when nothing may be open any more
     */
    private @Nullable String halves(boolean atRest) {
        List<Deed> lower = all(sides[0]);
        List<Deed> higher = all(sides[1]);
        for (Deed completed : lower) {
            if (completed.kind() == Kind.COMPLETED) {
                Deed answered = find(higher, Kind.ANSWERED, completed);
                if (answered == null) {
                    return "flow " + completed.seq() + " is applied at the end that offered and not at the other";
                }
                boolean opposite = answered.amount() == -completed.amount()
                        && answered.roots().equals(completed.roots());
                if (!opposite) {
                    return "the two ends of flow " + completed.seq() + " differ: " + answered + " and " + completed;
                }
            }
        }
        for (Deed answered : higher) {
            if (answered.kind() == Kind.ANSWERED && find(lower, Kind.COMPLETED, answered) == null) {
                boolean open = sides[0].isOpen(answered.life(), answered.seq())
                        || sides[1].isUnacknowledged(answered.life(), answered.seq());
                boolean voided = find(lower, Kind.VOIDED_OFFER, answered) != null
                        || find(higher, Kind.VOIDED_ANSWER, answered) != null;
                boolean bothLivesGone = sides[1].removed.contains(answered) && sides[0].life() != answered.life();
                if (!voided && !bothLivesGone && (atRest || !open)) {
                    return "flow " + answered.seq() + " is applied at one end, neither open nor void";
                }
            }
        }
        return null;
    }

    /** The rest of the story when nothing goes wrong any more and slots go on: all that is open must end. */
    @Nullable
    String objectionAtRest() {
        settle();
        for (int round = 0; round < 2 && (sides[0].isBusy() || sides[1].isBusy()); round++) {
            sides[0].publish();
            sides[1].publish();
            settle();
        }
        for (int k = 0; k < 2; k++) {
            if (sides[k].isBusy()) {
                return "with a sound network something stays open at " + (k == 0 ? "i" : "j") + ": "
                        + sides[k].describe();
            }
        }
        String objection = objection();
        return objection != null ? objection : halves(true);
    }

    private void settle() {
        if (!linked) {
            greet();
        }
        String before;
        do {
            before = mark();
            for (int k = 0; k < 2; k++) {
                while (sides[k].isWriting()) {
                    sides[k].persist();
                }
                sides[k].retry();
                int to = k;
                List.copyOf(sent.get(1 - k).values()).forEach(parcel -> deliver(to, parcel));
            }
        } while (!before.equals(mark()));
    }

    private String mark() {
        return sides[0].mark() + "|" + sides[1].mark() + "|" + sent.get(0).size() + ","
                + sent.get(1).size();
    }

    /** The whole state in one line: two states with the same line have the same future. */
    String describe() {
        StringBuilder line = new StringBuilder();
        line.append(linked).append(breaks);
        for (int k = 0; k < 2; k++) {
            line.append('\n')
                    .append(sides[k].describe())
                    .append('\n')
                    .append(sent.get(k).keySet());
        }
        return line.toString();
    }

    private static String nameOf(Message message) {
        if (message instanceof Announce m) {
            return "ANNOUNCE " + m.header().root().shortHex() + " degree "
                    + m.header().header().degree();
        } else if (message instanceof Offer m) {
            return "OFFER " + m.life() + "." + m.seq() + " " + m.rootI().shortHex() + " "
                    + m.rootJ().shortHex();
        } else if (message instanceof Reply m) {
            return "REPLY " + m.life() + "." + m.seq() + " " + m.rootJ().shortHex();
        } else if (message instanceof Refused m) {
            return "REFUSED " + m.life() + "." + m.seq() + " " + m.code();
        } else if (message instanceof Closed m) {
            return "CLOSED " + m.life() + "." + m.seq();
        } else if (message instanceof Ack m) {
            return "ACK " + m.life() + "." + m.seq();
        } else if (message instanceof Slice m) {
            return nameOfSlice(m.root());
        } else if (message instanceof Want m) {
            return "WANT " + m.root().shortHex();
        }
        throw new AssertionError("not a message of the exchange: " + message);
    }

    private static String nameOfSlice(Digest root) {
        return "SLICE " + root.shortHex();
    }

    private static List<Identity> identities() {
        Identity[] two = new Identity[2];
        for (int k = 0; k < 2; k++) {
            byte[] seed = new byte[32];
            Arrays.fill(seed, (byte) (k + 1));
            two[k] = Identity.fromSeeds(seed, seed);
        }
        PeerId first = two[0].peerId();
        return first.compareTo(two[1].peerId()) < 0 ? List.of(two) : List.of(two[1], two[0]);
    }
}
