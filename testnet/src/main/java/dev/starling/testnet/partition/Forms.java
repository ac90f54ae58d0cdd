package dev.starling.testnet.partition;

import dev.starling.node.toml.Nearest;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How partitioners are written: a word, and for most of them a colon and one value. */
final class Forms {
    static final String LIST = "iid, dirichlet:A, shards:K, quantity:A, column:NAME, file:PATH";

    private static final List<Form> ALL = List.of(
            new Form("iid", "", "iid", value -> new Iid()),
            new Form("dirichlet", "A", "dirichlet:0.3", value -> new Dirichlet(decimal(value))),
            new Form("shards", "K", "shards:2", value -> new Shards(Integer.parseInt(value))),
            new Form("quantity", "A", "quantity:0.5", value -> new QuantitySkew(decimal(value))),
            new Form("column", "NAME", "column:hospital", ByColumn::new),
            new Form("file", "PATH", "file:owners.csv", value -> new FromFile(Path.of(value))));

    private Forms() {}

    private record Form(String word, String value, String example, Function<String, Partitioner> reader) {
        boolean takesValue() {
            return !value.isEmpty();
        }

        @Override
        public String toString() {
            return takesValue() ? word + ":" + value : word;
        }
    }

    static Partitioner parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        Form form = named(word).orElseThrow(() -> unknown(word, text));
        String value = colon < 0 ? "" : text.substring(colon + 1);
        if (!form.takesValue() && colon >= 0) {
            throw new IllegalArgumentException("nothing comes after " + form + "; write " + form.example());
        }
        if (form.takesValue() && value.isBlank()) {
            throw new IllegalArgumentException(form + " needs its " + form.value() + "; write for example "
                    + form.example() + ". The ways to split are " + LIST);
        }
        try {
            return form.reader().apply(value);
        } catch (NumberFormatException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" cannot be the " + form.value() + " of " + form + "; write for example "
                            + form.example(),
                    e);
        }
    }

    private static Optional<Form> named(String word) {
        return ALL.stream().filter(form -> form.word().equals(word)).findFirst();
    }

    private static IllegalArgumentException unknown(String word, String text) {
        String meant = Nearest.to(word, ALL.stream().map(Form::word).toList())
                .flatMap(Forms::named)
                .map(form -> "; did you mean " + form + "? The")
                .orElse("; the");
        return new IllegalArgumentException("\"" + text + "\" is not a way to split" + meant + " ways are " + LIST);
    }

    private static double decimal(String text) {
        return new BigDecimal(text).doubleValue();
    }

    /** The shortest decimal that reads back as the same number. */
    static String text(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
