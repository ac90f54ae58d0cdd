package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.admission.HeaderChecks;
import dev.starling.gossip.encoding.Float32Encoding;
import dev.starling.gossip.exchange.ModelledSide.Books;
import dev.starling.gossip.exchange.ModelledSide.Entry;
import dev.starling.gossip.exchange.ModelledSide.Kind;
import dev.starling.gossip.exchange.SideStates.Facts;
import dev.starling.gossip.exchange.SideStates.Step;
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
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Two members and the link between them. A link never forgets while it is up: whatever was sent on it once
 * may arrive at any later time, any number of times and in any order, or never. That is loss, duplication, delay and
 * reordering in one, and more than a real network does. What is on a link that breaks is gone, and on a new one a member
 * says nothing but its greeting before it has heard the other's: without that, a refusal by a member that lost its disk
 * could arrive before the news of the loss.
 *
 * <p>A state of the pair is five numbers: the state of each side ({@link SideStates}), the set of parcels that each has put on
 * the link, and whether and how often it broke. So millions of them fit, and nothing is computed twice. A side that can
 * crash no more persists before anything else happens: what it waits to do, and when the other hears of it, commutes with
 * the write, and no objection looks at what is on a disk.
 */
final class ModelledPair {
    /** The lower id, who offers, and the higher. */
    private static final List<Identity> IDENTITIES = identities();

    static final List<Member> MEMBERS = IDENTITIES.stream()
            .map(identity -> new Member(identity.publicIdentity(), "Hospital", 100))
            .toList();

    static final Digest FEDERATION = Digest.of(new byte[] {1});
    private static final Digest BASE = Parameters.hash(new float[] {0});

    /** Signatures are the business of other tests. */
    static final HeaderChecks HEADER_CHECKS = new HeaderChecks(
            (key, header) -> true, Map.of(Float32Encoding.INSTANCE.code(), Float.BYTES), BASE::equals, 1000);

    private static final int MOST_ROUNDS = 300;

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

    /** A state: both sides, what each has sent on the link that is up, and the link. */
    private record State(int lower, int higher, int sentByLower, int sentByHigher, boolean linked, int breaks) {
        int side(int k) {
            return k == 0 ? lower : higher;
        }

        int sent(int k) {
            return k == 0 ? sentByLower : sentByHigher;
        }

        State with(int k, int state) {
            return k == 0
                    ? new State(state, higher, sentByLower, sentByHigher, linked, breaks)
                    : new State(lower, state, sentByLower, sentByHigher, linked, breaks);
        }

        State withSent(int k, int set) {
            return k == 0
                    ? new State(lower, higher, set, sentByHigher, linked, breaks)
                    : new State(lower, higher, sentByLower, set, linked, breaks);
        }

        State withLink(boolean up, int broken) {
            return new State(lower, higher, EMPTY, EMPTY, up, broken);
        }

        long high() {
            return (long) lower << 32 | higher;
        }

        /**
         * @param slots that were published since nothing goes wrong any more
         */
        long low(int slots) {
            return (long) sentByLower << 34 | (long) sentByHigher << 6 | (long) slots << 4 | (linked ? 8 : 0) | breaks;
        }

        static State of(long high, long low) {
            return new State(
                    (int) (high >>> 32),
                    (int) high,
                    (int) (low >>> 34),
                    (int) (low >>> 6) & (1 << 28) - 1,
                    (low & 8) != 0,
                    (int) low & 7);
        }
    }

    /**
     * What came of looking at every state.
     *
     * @param states of the pair
     * @param ofSides states of its two sides
     * @param objection to the first bad one, with its story; null when all are good
     */
    record Found(int states, int ofSides, @Nullable String objection) {}

    private static final int EMPTY = 0;
    private static final int MORE_SLOTS = 2;
    private static final int LINK_BREAKS = -1;
    private static final int LINK_COMES_UP = -2;

    private final Bounds bounds;
    private final List<SideStates> sides;

    // Sets of parcels by number, and what becomes of each when one more is put in.
    private final Map<BitSet, Integer> setNumbers = new HashMap<>();
    private final List<BitSet> sets = new ArrayList<>();
    private final List<int[]> members = new ArrayList<>();
    private final Map<Long, Integer> larger = new HashMap<>();

    private final Set<Long> soundBooks = new HashSet<>();

    /** States that are known to come to a good rest. */
    private final PairStates atRest = new PairStates();

    private @Nullable String wrong;

    private ModelledPair(Bounds bounds, Fault fault) {
        this.bounds = bounds;
        this.sides = List.of(new SideStates(0, fault), new SideStates(1, fault));
        sides.get(0).meet(sides.get(1));
        sides.get(1).meet(sides.get(0));
        set(new BitSet());
    }

    /** Looks at every state, breadth first, and stops at the first bad one. */
    static Found explore(Bounds bounds, Fault fault, int mostStates) {
        return new ModelledPair(bounds, fault).explore(mostStates);
    }

    private Found explore(int mostStates) {
        PairStates states = new PairStates();
        State first = begun();
        states.add(first.high(), first.low(0), -1, 0);
        for (int at = 0; at < states.size(); at++) {
            State state = State.of(states.high(at), states.low(at));
            for (int action : actions(state)) {
                wrong = null;
                State next = after(state, action);
                if (wrong == null && !states.add(next.high(), next.low(0), at, action)) {
                    continue;
                }
                String objection = wrong != null ? wrong : objection(next);
                if (objection == null && states.size() > mostStates) {
                    objection = "the states do not end";
                }
                if (objection != null) {
                    return new Found(states.size(), ofSides(), objection + story(states, at, action));
                }
            }
        }
        return new Found(states.size(), ofSides(), null);
    }

    private int ofSides() {
        return sides.get(0).count() + sides.get(1).count();
    }

    /** Both are up, linked and greeted, and nothing has been published. */
    private State begun() {
        State born = new State(sides.get(0).born(), sides.get(1).born(), EMPTY, EMPTY, true, 0);
        State greeted = settled(does(does(born, 0, SideStates.GREETS), 1, SideStates.GREETS));
        if (wrong != null) {
            throw new AssertionError("the two do not even meet: " + wrong);
        }
        return greeted.withLink(true, 0);
    }

    // What may happen: an event of a side, and what the link does, as one number.

    private static int action(int side, int event) {
        return event << 1 | side;
    }

    private int[] actions(State state) {
        int[] found = new int[16];
        int count = 0;
        for (int k = 0; k < 2; k++) {
            Facts here = sides.get(k).facts(state.side(k));
            boolean mayLose = here.crashes() < bounds.crashes() || here.losses() < bounds.losses();
            if (here.writing() && !mayLose) {
                return new int[] {action(k, SideStates.PERSISTS)};
            }
        }
        for (int k = 0; k < 2; k++) {
            Facts here = sides.get(k).facts(state.side(k));
            int[] heard = state.linked() ? members.get(state.sent(1 - k)) : new int[0];
            found = Arrays.copyOf(found, Math.max(found.length, count + heard.length + 16));
            for (int parcel : heard) {
                found[count++] = action(k, SideStates.HEARS + parcel);
            }
            count = addIf(here.writing(), found, count, action(k, SideStates.PERSISTS));
            count = addIf(here.published() < bounds.slots(), found, count, action(k, SideStates.PUBLISHES));
            count = addIf(here.crashes() < bounds.crashes(), found, count, action(k, SideStates.CRASHES));
            count = addIf(here.losses() < bounds.losses(), found, count, action(k, SideStates.LOSES_ITS_DISK));
            boolean givesUp = here.verdicts() < bounds.verdicts() && here.alive();
            count = addIf(givesUp, found, count, action(k, SideStates.GIVES_THE_OTHER_UP));
            count = addIf(here.greeted() && here.open(), found, count, action(k, SideStates.SAYS_AGAIN));
        }
        count = addIf(state.linked() && state.breaks() < bounds.breaks(), found, count, LINK_BREAKS);
        count = addIf(!state.linked(), found, count, LINK_COMES_UP);
        return Arrays.copyOf(found, count);
    }

    private static int addIf(boolean may, int[] found, int count, int action) {
        found[count] = action;
        return may ? count + 1 : count;
    }

    private State after(State state, int action) {
        if (action == LINK_BREAKS) {
            State broken = does(does(state, 0, SideStates.LOSES_THE_LINK), 1, SideStates.LOSES_THE_LINK);
            return broken.withLink(false, state.breaks() + 1);
        } else if (action == LINK_COMES_UP) {
            return linkedAgain(state);
        }
        int side = action & 1;
        int event = action >> 1;
        State next = does(state, side, event);
        boolean died = event == SideStates.CRASHES || event == SideStates.LOSES_ITS_DISK;
        return died ? does(next, 1 - side, SideStates.LOSES_THE_LINK).withLink(false, state.breaks()) : next;
    }

    private State linkedAgain(State state) {
        State up = state.withLink(true, state.breaks());
        return does(does(up, 0, SideStates.GREETS), 1, SideStates.GREETS);
    }

    /** An event of one side, and what it sends for it. */
    private State does(State state, int side, int event) {
        SideStates here = sides.get(side);
        Step step = here.after(state.side(side), event);
        if (step.wrong() != null) {
            wrong = step.wrong();
        }
        int sent = state.sent(side);
        for (int parcel : step.said()) {
            if (!isAnswered(here.parcel(parcel), state.sent(1 - side), sides.get(1 - side))) {
                sent = with(sent, parcel);
            }
        }
        return state.with(side, step.next()).withSent(side, sent);
    }

    /** What is asked for is on the way for good already: asking for it can bring about nothing more. */
    private boolean isAnswered(Parcel parcel, int sentByOther, SideStates other) {
        if (parcel instanceof Parcel.Said said && said.message() instanceof Want want) {
            int slice = other.parcelOf(nameOfSlice(want.root()));
            return slice >= 0 && sets.get(sentByOther).get(slice);
        }
        return false;
    }

    // Sets of parcels.

    private int set(BitSet parcels) {
        return setNumbers.computeIfAbsent(parcels, found -> {
            sets.add(found);
            members.add(found.stream().toArray());
            return sets.size() - 1;
        });
    }

    private int with(int set, int parcel) {
        if (sets.get(set).get(parcel)) {
            return set;
        }
        return larger.computeIfAbsent((long) set << 32 | parcel, key -> {
            BitSet more = (BitSet) sets.get(set).clone();
            more.set(parcel);
            return set(more);
        });
    }

    // What must be so.

    /** What is wrong with a state or with what comes of it; null when nothing is. */
    private @Nullable String objection(State state) {
        String now = ofBooks(state, false);
        return now != null ? now : objectionAtRest(state);
    }

    private @Nullable String ofBooks(State state, boolean atRest) {
        Facts lower = sides.get(0).facts(state.lower());
        Facts higher = sides.get(1).facts(state.higher());
        boolean lifeLost = lower.losses() + higher.losses() > 0;
        long key = ((long) lower.books() << 32 | (long) higher.books() << 2) | (atRest ? 1 : 0) | (lifeLost ? 2 : 0);
        if (soundBooks.contains(key)) {
            return null;
        }
        String found =
                compared(sides.get(0).books(lower.books()), sides.get(1).books(higher.books()), lifeLost, atRest);
        if (found == null) {
            soundBooks.add(key);
        }
        return found;
    }

    private static @Nullable String compared(Books lower, Books higher, boolean lifeLost, boolean atRest) {
        for (Books books : List.of(lower, higher)) {
            for (Entry deed : books.deeds()) {
                boolean voided = deed.kind() == Kind.VOIDED_OFFER || deed.kind() == Kind.VOIDED_ANSWER;
                if (voided && !lifeLost) {
                    return "a transaction is void although nobody lost its state";
                }
            }
        }
        return halves(lower, higher, atRest);
    }

    private static @Nullable Entry find(List<Entry> deeds, Kind kind, Entry like) {
        for (Entry deed : deeds) {
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
    private static @Nullable String halves(Books ofLower, Books ofHigher, boolean atRest) {
        List<Entry> lower = ofLower.all();
        List<Entry> higher = ofHigher.all();
        for (Entry completed : lower) {
            if (completed.kind() == Kind.COMPLETED) {
                Entry answered = find(higher, Kind.ANSWERED, completed);
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
        for (Entry answered : higher) {
            if (answered.kind() == Kind.ANSWERED && find(lower, Kind.COMPLETED, answered) == null) {
                boolean open = (ofLower.life() == answered.life() && ofLower.openSeq() == answered.seq())
                        || (ofHigher.answeredLife() == answered.life() && ofHigher.answeredSeq() == answered.seq());
                boolean voided = find(lower, Kind.VOIDED_OFFER, answered) != null
                        || find(higher, Kind.VOIDED_ANSWER, answered) != null;
                boolean bothLivesGone = ofHigher.removed().contains(answered) && ofLower.life() != answered.life();
                if (!voided && !bothLivesGone && (atRest || !open)) {
                    return "flow " + answered.seq() + " is applied at one end, neither open nor void";
                }
            }
        }
        return null;
    }

    /** The rest of the story when nothing goes wrong any more and slots go on: all that is open must end. */
    private @Nullable String objectionAtRest(State from) {
        State state = from.linked() ? from : linkedAgain(from);
        List<State> passed = new ArrayList<>();
        int slots = 0;
        for (int round = 0; wrong == null; round++) {
            if (atRest.contains(state.high(), state.low(slots))) {
                break;
            }
            if (round > MOST_ROUNDS) {
                return "with a sound network the two go on for ever";
            }
            State next = round(state);
            if (!next.equals(state)) {
                state = next;
                passed.add(state);
            } else if (slots < MORE_SLOTS && (isBusy(state, 0) || isBusy(state, 1))) {
                keep(passed, slots++);
                state = does(does(state, 0, SideStates.PUBLISHES), 1, SideStates.PUBLISHES);
            } else {
                for (int k = 0; k < 2; k++) {
                    if (isBusy(state, k)) {
                        return "with a sound network something stays open at " + (k == 0 ? "i" : "j");
                    }
                }
                String objection = ofBooks(state, true);
                if (objection != null) {
                    return objection;
                }
                break;
            }
        }
        keep(passed, slots);
        return wrong;
    }

    /** What these come to need not be looked at again: whatever is wrong with one ends everything. */
    private void keep(List<State> passed, int slots) {
        passed.forEach(state -> atRest.add(state.high(), state.low(slots)));
        passed.clear();
    }

    private boolean isBusy(State state, int side) {
        return sides.get(side).facts(state.side(side)).busy();
    }

    /** Everything that waits to happen happens once. */
    private State round(State state) {
        State at = state;
        for (int k = 0; k < 2; k++) {
            while (wrong == null && sides.get(k).facts(at.side(k)).writing()) {
                at = does(at, k, SideStates.PERSISTS);
            }
            at = does(at, k, SideStates.SAYS_AGAIN);
            for (int parcel : members.get(at.sent(1 - k))) {
                at = does(at, k, SideStates.HEARS + parcel);
            }
        }
        return at;
    }

    private State settled(State from) {
        State at = from;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            State next = round(at);
            if (next.equals(at)) {
                return at;
            }
            at = next;
        }
        throw new AssertionError("the two never come to rest");
    }

    private String story(PairStates states, int last, int action) {
        List<String> told = new ArrayList<>(List.of(words(action)));
        for (int at = last; states.before(at) >= 0; at = states.before(at)) {
            told.add(0, words(states.action(at)));
        }
        StringJoiner lines = new StringJoiner("\n  ", "\n  ", "");
        told.forEach(lines::add);
        return lines.toString();
    }

    private String words(int action) {
        if (action == LINK_BREAKS) {
            return "the link breaks";
        } else if (action == LINK_COMES_UP) {
            return "a link comes up";
        }
        return ((action & 1) == 0 ? "i " : "j ") + sides.get(action & 1).word(action >> 1);
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
