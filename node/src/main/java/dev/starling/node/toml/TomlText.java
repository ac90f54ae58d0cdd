package dev.starling.node.toml;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.stream.Collectors;
import org.tomlj.Toml;

/** Values as TOML text: the same bytes on every JVM. */
public final class TomlText {
    private TomlText() {}

    /** A basic string, escaped. */
    public static String of(String text) {
        return "\"" + Toml.tomlEscape(text) + "\"";
    }

    /** An array of basic strings on one line. */
    public static String of(Collection<String> texts) {
        return texts.stream().map(TomlText::of).collect(Collectors.joining(", ", "[", "]"));
    }

    /**
     * The shortest decimal that reads back as this double. {@link Double#toString} is not used: what it prints changed
     * with JDK 19.
     */
    public static String of(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal rounded = exact;
        for (int digits = 1; digits <= 17; digits++) {
            rounded = exact.round(new MathContext(digits));
            if (Double.compare(rounded.doubleValue(), value) == 0) {
                break;
            }
        }
        BigDecimal shortest = rounded.stripTrailingZeros();
        int magnitude = shortest.precision() - shortest.scale();
        boolean scientific = magnitude < -6 || magnitude > 15;
        String text = scientific ? shortest.toString() : shortest.toPlainString();
        return text.contains(".") || text.contains("E") ? text : text + ".0";
    }
}
