package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.exchange.ModelledPair.Fault;
import dev.starling.gossip.exchange.ModelledPair.Parcel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All states that one member of a {@link ModelledPair} has been seen in, by number, and what each event makes of each. A
 * member is deterministic and hears of the other by parcels alone, so an event need be tried once for each of its own states,
 * not for each state of the pair. A state is made again by doing everything that led to it first.
 */
final class SideStates {
    /** Events; hearing parcel p of the other side is {@code HEARS + p}. */
    static final int PERSISTS = 0;

    static final int PUBLISHES = 1;
    static final int CRASHES = 2;
    static final int LOSES_ITS_DISK = 3;
    static final int GIVES_THE_OTHER_UP = 4;
    static final int SAYS_AGAIN = 5;
    static final int LOSES_THE_LINK = 6;
    static final int GREETS = 7;
    static final int HEARS = 8;

    private static final List<String> WORDS = List.of(
            "persists",
            "publishes",
            "crashes",
            "loses its disk",
            "gives the other up",
            "says again",
            "loses the link",
            "greets");
    private static final int NONE = -1;

    private final int index;
    private final Fault fault;
    private final Map<Fingerprint, Integer> numbers = new HashMap<>();
    private final List<Known> known = new ArrayList<>();
    private final Map<String, Integer> parcelNumbers = new HashMap<>();
    private final List<Parcel> parcels = new ArrayList<>();
    private final Map<ModelledSide.Books, Integer> booksNumbers = new HashMap<>();
    private final List<ModelledSide.Books> books = new ArrayList<>();
    private @Nullable SideStates other;

    private record Fingerprint(long high, long low) {
        static Fingerprint of(String line) {
            ByteBuffer digest = ByteBuffer.wrap(
                    Digest.of(line.getBytes(StandardCharsets.UTF_8)).bytes());
            return new Fingerprint(digest.getLong(), digest.getLong());
        }
    }

    /**
     * What an event comes to.
     *
     * @param next number of the state after it
     * @param said numbers of the parcels that leave, in order
     * @param wrong what must not happen and did; null when nothing did
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Step(int next, int[] said, @Nullable String wrong) {}

    /** What the pair has to know of a state. */
    record Facts(
            boolean writing,
            boolean busy,
            boolean open,
            boolean greeted,
            boolean alive,
            int published,
            int crashes,
            int losses,
            int verdicts,
            int books) {}

    private static final class Known {
        final int before;
        final int event;
        final Facts facts;
        Step[] steps = new Step[HEARS];

        Known(int before, int event, Facts facts) {
            this.before = before;
            this.event = event;
            this.facts = facts;
        }
    }

    SideStates(int index, Fault fault) {
        this.index = index;
        this.fault = fault;
    }

    /** Whose parcels this side hears. */
    void meet(SideStates peer) {
        other = peer;
    }

    /** The state after birth. */
    int born() {
        return number(new ModelledSide(index, fault, parcel -> {}), NONE, NONE);
    }

    int count() {
        return known.size();
    }

    Facts facts(int state) {
        return known.get(state).facts;
    }

    ModelledSide.Books books(int number) {
        return books.get(number);
    }

    Parcel parcel(int number) {
        return parcels.get(number);
    }

    /** The number of a parcel of this name, -1 when this side never said it. */
    int parcelOf(String name) {
        return parcelNumbers.getOrDefault(name, NONE);
    }

    String word(int event) {
        return event < HEARS
                ? WORDS.get(event)
                : "hears " + peer().parcels.get(event - HEARS).name();
    }

    private SideStates peer() {
        if (other == null) {
            throw new IllegalStateException("nobody to hear");
        }
        return other;
    }

    Step after(int state, int event) {
        Known from = known.get(state);
        if (event >= from.steps.length) {
            from.steps = Arrays.copyOf(from.steps, Math.max(event + 1, 2 * from.steps.length));
        }
        Step step = from.steps[event];
        if (step == null) {
            step = tried(state, event);
            from.steps[event] = step;
        }
        return step;
    }

    private Step tried(int state, int event) {
        List<Parcel> said = new ArrayList<>();
        ModelledSide side = new ModelledSide(index, fault, said::add);
        int[] events = eventsBefore(state);
        try {
            for (int earlier : events) {
                happen(side, earlier);
            }
            said.clear();
            happen(side, event);
            String wrong = side.objection();
            return new Step(
                    number(side, state, event),
                    said.stream().mapToInt(this::number).toArray(),
                    wrong);
        } catch (RuntimeException | AssertionError e) {
            return new Step(state, new int[0], String.valueOf(e));
        }
    }

    private int[] eventsBefore(int state) {
        int length = 0;
        for (int at = state; known.get(at).before != NONE; at = known.get(at).before) {
            length++;
        }
        int[] events = new int[length];
        for (int at = state; known.get(at).before != NONE; at = known.get(at).before) {
            events[--length] = known.get(at).event;
        }
        return events;
    }

    private void happen(ModelledSide side, int event) {
        switch (event) {
            case PERSISTS -> side.persist();
            case PUBLISHES -> side.publish();
            case CRASHES -> side.crashes();
            case LOSES_ITS_DISK -> side.losesItsDisk();
            case GIVES_THE_OTHER_UP -> side.givesTheOtherUp();
            case SAYS_AGAIN -> side.retry();
            case LOSES_THE_LINK -> side.linkLost();
            case GREETS -> side.greet();
            default -> side.hear(peer().parcels.get(event - HEARS));
        }
    }

    private int number(Parcel parcel) {
        return parcelNumbers.computeIfAbsent(parcel.name(), name -> {
            parcels.add(parcel);
            return parcels.size() - 1;
        });
    }

    private int number(ModelledSide side, int before, int event) {
        return numbers.computeIfAbsent(Fingerprint.of(side.describe()), line -> {
            int ofBooks = booksNumbers.computeIfAbsent(side.books(), found -> {
                books.add(found);
                return books.size() - 1;
            });
            known.add(new Known(before, event, side.facts(ofBooks)));
            return known.size() - 1;
        });
    }
}
