package dev.starling.testnet.dataset;

import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Public tables inside this program, for who has none at hand; sources and licences are cited beside them. */
public enum Embedded {
    /** 1,797 handwritten digits, ten classes. */
    DIGITS,
    /** 569 findings of breast tissue, benign or malignant. */
    BREAST_CANCER;

    /** What it is called on a command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String words() {
        return Stream.of(values()).map(Embedded::word).collect(Collectors.joining(", "));
    }

    byte[] bytes() {
        String resource = "/dev/starling/testnet/data/" + word() + ".csv";
        try (InputStream stream = Embedded.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is missing from this build");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CsvTable table() throws DataException {
        return CsvTable.of(word(), bytes());
    }
}
