package dev.starling.testnet.virtual;

import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.weather.Cut;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What befalls members of a simulated federation, as a command line says it. Members are numbered from 0, times are seconds
 * of virtual time.
 */
public final class Faults {
    /** How a cut is written. */
    public static final String CUT = "A/B@FROM-UNTIL";
    /** How a crash is written. */
    public static final String CRASH = "WHO@AT[-BACK]";
    /** How a straggler is written. */
    public static final String STRAGGLER = "MEMBERxFACTOR";
    /** How a departure is written. */
    public static final String LEAVE = "MEMBER@AT";

    /** How a removal is written. */
    public static final String REVOKE = "MEMBER@AT";

    private static final String NUMBER = "([0-9]+)";
    private static final String SECONDS = "([0-9]+(?:[.][0-9]+)?)";
    private static final String GROUP = "([0-9]+(?:-[0-9]+)?)";
    private static final Pattern CUT_FORM = Pattern.compile(GROUP + "/" + GROUP + "@" + SECONDS + "-" + SECONDS);
    private static final Pattern CRASH_FORM = Pattern.compile("([0-9]+%?)@" + SECONDS + "(?:-" + SECONDS + ")?");
    private static final Pattern STRAGGLER_FORM = Pattern.compile(NUMBER + "x" + SECONDS);
    private static final Pattern MOMENT_FORM = Pattern.compile(NUMBER + "@" + SECONDS);
    private static final double SECOND = 1e9;
    private static final int PERCENT = 100;

    private final int members;
    private final List<Plan> plans = new ArrayList<>();

    private interface Plan {
        void on(Simulation simulation);
    }

    /**
     * @param members founders that things can befall
     */
    public Faults(int members) {
        this.members = members;
    }

    /** Plans all of it. */
    void plan(Simulation simulation) {
        plans.forEach(plan -> plan.on(simulation));
    }

    /**
     * Two groups cannot reach each other for a while.
     *
     * @throws IllegalArgumentException when the text is no such thing; says what is
     */
    public void cut(String text) {
        Matcher found = match(CUT_FORM, text, "a cut is " + CUT + ", such as 0-2/3-4@5-15");
        Cut cut = new Cut(
                group(found.group(1)), group(found.group(2)), nanos(found.group(3)), nanos(found.group(4)), false);
        plans.add(simulation -> simulation.cut(cut));
    }

    /**
     * A member, or a part of all members chosen by chance, crashes, and may come back.
     *
     * @throws IllegalArgumentException when the text is no such thing; says what is
     */
    public void crash(String text) {
        Matcher found = match(CRASH_FORM, text, "a crash is " + CRASH + ", such as 3@5-8 or 20%@5-8 or 33%@10");
        String who = found.group(1);
        long at = nanos(found.group(2));
        Optional<Long> back = Optional.ofNullable(found.group(3)).map(Faults::nanos);
        if (back.filter(time -> time <= at).isPresent()) {
            throw new IllegalArgumentException("whoever crashes comes back later than that");
        }
        boolean part = who.endsWith("%");
        int number = Integer.parseInt(who.replace("%", ""));
        if (part && number > PERCENT) {
            throw new IllegalArgumentException("a part of the members is at most 100%");
        }
        int one = part ? 0 : member(who);
        plans.add(simulation -> {
            List<Integer> victims = part ? chosen(simulation, number) : List.of(one);
            for (int victim : victims) {
                simulation.at(at, () -> simulation.crash(simulation.members().get(victim)));
                back.ifPresent(time -> simulation.at(
                        time, () -> simulation.members().get(victim).start()));
            }
        });
    }

    private List<Integer> chosen(Simulation simulation, int percent) {
        List<Integer> left = new ArrayList<>();
        for (int m = 0; m < members; m++) {
            left.add(m);
        }
        List<Integer> chosen = new ArrayList<>();
        for (int k = 0; k < members * percent / PERCENT; k++) {
            chosen.add(left.remove(simulation.faults().nextInt(left.size())));
        }
        return chosen;
    }

    /**
     * A member trains so many times slower than the others.
     *
     * @throws IllegalArgumentException when the text is no such thing; says what is
     */
    public void straggler(String text) {
        Matcher found = match(STRAGGLER_FORM, text, "a straggler is " + STRAGGLER + ", such as 3x10");
        int member = member(found.group(1));
        double factor = Double.parseDouble(found.group(2));
        plans.add(simulation -> simulation.members().get(member).pace(factor));
    }

    /**
     * A member leaves.
     *
     * @throws IllegalArgumentException when the text is no such thing; says what is
     */
    public void leave(String text) {
        Matcher found = match(MOMENT_FORM, text, "a departure is " + LEAVE + ", such as 2@12");
        int member = member(found.group(1));
        long at = nanos(found.group(2));
        plans.add(simulation -> simulation.at(at, () -> {
            SimulatedMember leaver = simulation.members().get(member);
            if (leaver.up()) {
                simulation.leave(leaver);
            }
        }));
    }

    /**
     * The others remove a member.
     *
     * @throws IllegalArgumentException when the text is no such thing; says what is
     */
    public void revoke(String text) {
        Matcher found = match(MOMENT_FORM, text, "a removal is " + REVOKE + ", such as 2@12");
        int member = member(found.group(1));
        long at = nanos(found.group(2));
        plans.add(simulation -> simulation.at(
                at, () -> simulation.revoke(simulation.members().get(member), "as the command line says")));
    }

    /** Somebody is invited after so many seconds, with so many rows. */
    public void join(double seconds, int rows) {
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("somebody joins after some seconds, not " + seconds);
        }
        plans.add(simulation -> simulation.at((long) (seconds * SECOND), () -> simulation.join(rows)));
    }

    private static Matcher match(Pattern form, String text, String rule) {
        Matcher found = form.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException(rule + ", not " + text);
        }
        return found;
    }

    private BitSet group(String text) {
        String[] ends = text.split("-", 2);
        BitSet group = new BitSet();
        int first = member(ends[0]);
        int last = member(ends[ends.length - 1]);
        if (last < first) {
            throw new IllegalArgumentException("a group is FIRST-LAST, not " + text);
        }
        group.set(first, last + 1);
        return group;
    }

    private int member(String text) {
        long number = Long.parseLong(text.substring(0, Math.min(text.length(), 9)));
        if (number >= members || text.length() > 9) {
            throw new IllegalArgumentException("there is no member " + text + "; they are 0 to " + (members - 1));
        }
        return (int) number;
    }

    private static long nanos(String seconds) {
        return (long) (Double.parseDouble(seconds) * SECOND);
    }
}
