package dev.starling.testnet.array;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** A file that was not there before, packed when its name ends in {@code .gz}. */
final class NewFile {
    private NewFile() {}

    static OutputStream open(Path path) throws IOException {
        OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean packed = path.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        return new BufferedOutputStream(packed ? new GZIPOutputStream(file) : file);
    }
}
