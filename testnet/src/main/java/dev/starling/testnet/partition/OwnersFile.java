package dev.starling.testnet.partition;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a list of owners, one whole number a line. Whether it is gzip is seen from its first two bytes, not its name. */
final class OwnersFile {
    private static final String HEADER = "node";

    private OwnersFile() {}

    /** The owner on each line: -1 or above. */
    static int[] read(Path path) throws NodeFailure {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(unpacked(file), StandardCharsets.ISO_8859_1))) {
            return read(lines, path);
        } catch (NoSuchFileException e) {
            throw new NodeFailure(ExitCode.DATA, path + ": there is no such file; check the path", e);
        } catch (ZipException | EOFException e) {
            throw new NodeFailure(ExitCode.DATA, path + ": is no whole gzip file; copy or pack it again", e);
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static InputStream unpacked(InputStream file) throws IOException {
        file.mark(2);
        boolean gzip = file.read() == 0x1f && file.read() == 0x8b;
        file.reset();
        return gzip ? new GZIPInputStream(file) : file;
    }

    private static int[] read(BufferedReader lines, Path path) throws IOException, NodeFailure {
        IntStream.Builder owners = IntStream.builder();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String word = line.strip();
            if (number > 1 || !word.equals(HEADER)) {
                owners.add(owner(word, path, number));
            }
        }
        return owners.build().toArray();
    }

    private static int owner(String word, Path path, int line) throws NodeFailure {
        try {
            int owner = Integer.parseInt(word);
            if (owner >= -1) {
                return owner;
            }
        } catch (NumberFormatException e) {
            // Told below, without the word: it may be a value of the table.
        }
        throw new NodeFailure(
                ExitCode.DATA,
                path + ":" + line
                        + ": is not the number of a member; write a whole number from 0, or -1 for a test row");
    }
}
