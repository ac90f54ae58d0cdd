package dev.starling.node.config;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of the week in which a node trains, by the clock on the wall. One that ends at or before its beginning ends on the
 * next day.
 *
 * @param first day on which it begins
 * @param last day on which it begins, too, and all days between them, over the week's end if need be
 * @param from when it begins
 * @param to when it ends; midnight is the end of the day
 */
public record TrainingWindow(DayOfWeek first, DayOfWeek last, LocalTime from, LocalTime to) {
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final String DAY = "([a-z]{3})";
    private static final String TIME = "([0-9]{1,2}:[0-9]{2})";
    private static final Pattern FORM =
            Pattern.compile("(?:" + DAY + "(?: ?- ?" + DAY + ")? +)?" + TIME + " ?- ?" + TIME);

    /** A stretch of time, without its end. */
    record Stretch(Instant from, Instant to) {
        boolean holds(Instant at) {
            return !at.isBefore(from) && at.isBefore(to);
        }
    }

    /**
     * Reads {@code Mon-Fri 20:00-06:00}, {@code Sat 08:00-24:00} or, for every day, {@code 20:00-06:00}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static TrainingWindow parse(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no time of the week");
        }
        DayOfWeek first = matcher.group(1) == null ? DayOfWeek.MONDAY : day(matcher.group(1));
        DayOfWeek last =
                matcher.group(1) == null ? DayOfWeek.SUNDAY : matcher.group(2) == null ? first : day(matcher.group(2));
        LocalTime from = time(matcher.group(3));
        LocalTime to = time(matcher.group(4));
        if (from.equals(to) && !from.equals(LocalTime.MIDNIGHT)) {
            throw new IllegalArgumentException("\"" + text + "\" begins and ends at the same time");
        }
        return new TrainingWindow(first, last, from, to);
    }

    private static DayOfWeek day(String word) {
        int index = DAYS.indexOf(word);
        if (index < 0) {
            throw new IllegalArgumentException("\"" + word + "\" is no day; they are " + String.join(", ", DAYS));
        }
        return DayOfWeek.of(index + 1);
    }

    private static LocalTime time(String text) {
        String[] parts = text.split(":", -1);
        int hour = Integer.parseInt(parts[0]);
        int minute = Integer.parseInt(parts[1]);
        if (hour > 24 || minute > 59 || (hour == 24 && minute > 0)) {
            throw new IllegalArgumentException("\"" + text + "\" is no time of the day");
        }
        return LocalTime.of(hour % 24, minute);
    }

    boolean beginsOn(DayOfWeek day) {
        int span = Math.floorMod(last.getValue() - first.getValue(), 7);
        return Math.floorMod(day.getValue() - first.getValue(), 7) <= span;
    }

    /** When it is open, if it begins on this day. Where the clocks are changed, it is as long as the clock says. */
    Stretch on(LocalDate day, ZoneId zone) {
        LocalDate end = to.isAfter(from) ? day : day.plusDays(1);
        return new Stretch(
                day.atTime(from).atZone(zone).toInstant(),
                end.atTime(to).atZone(zone).toInstant());
    }
}
