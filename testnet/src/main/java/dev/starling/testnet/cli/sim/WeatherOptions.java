package dev.starling.testnet.cli.sim;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.sim.weather.Weather;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The weather of a simulated federation. */
final class WeatherOptions {
    private static final double MILLI = 1e6;

    @Option(names = "--loss", paramLabel = "P", description = "Probability that a frame is lost; default 0.")
    @Nullable
    Double loss;

    @Option(names = "--duplicate", paramLabel = "P", description = "Probability that a frame arrives twice; default 0.")
    @Nullable
    Double duplicate;

    @Option(
            names = "--late",
            paramLabel = "P",
            description = "Probability that a frame arrives once more, up to half a minute later; default 0.")
    @Nullable
    Double late;

    @Option(names = "--reorder", description = "Frames of one link may overtake each other.")
    boolean reorder;

    @Option(
            names = "--delay",
            paramLabel = "MS[-MS]",
            description = "How long a frame takes, in milliseconds: uniform between the two; default 1.")
    @Nullable
    String delay;

    @Option(
            names = "--bandwidth",
            paramLabel = "BYTES",
            description = "What a member can send in a second, all links together; default no limit.")
    @Nullable
    Long bandwidth;

    @Option(
            names = "--skew",
            paramLabel = "PPM",
            description =
                    "How far clocks are fast or slow, in parts per million, each with an origin of its own; default 0.")
    @Nullable
    Integer skew;

    /** The weather that is asked for, on top of some other. */
    Weather on(Weather base) throws NodeFailure {
        Weather weather = with("--loss", base, loss, Weather::withLoss);
        weather = with("--duplicate", weather, duplicate, Weather::withDuplication);
        weather = with("--late", weather, late, Weather::withLateCopies);
        weather = with("--delay", weather, delay, WeatherOptions::delayed);
        weather = with("--bandwidth", weather, bandwidth, Weather::withBandwidth);
        weather = with("--skew", weather, skew, Weather::withSkew);
        return reorder ? weather.withReordering(true) : weather;
    }

    private static <T> Weather with(
            String option, Weather weather, @Nullable T value, BiFunction<Weather, T, Weather> change)
            throws NodeFailure {
        if (value == null) {
            return weather;
        }
        Weather[] changed = {weather};
        OptionValue.check(option, () -> changed[0] = change.apply(weather, value));
        return changed[0];
    }

    private static Weather delayed(Weather weather, String text) {
        String[] ends = text.split("-", 2);
        try {
            long least = (long) (Double.parseDouble(ends[0]) * MILLI);
            long most = (long) (Double.parseDouble(ends[ends.length - 1]) * MILLI);
            return weather.withDelay(least, most);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a delay is milliseconds, or two of them such as 1-30, not " + text, e);
        }
    }
}
