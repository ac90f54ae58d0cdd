package dev.starling.testnet.cli;

import dev.starling.testnet.array.Elements;
import dev.starling.testnet.array.IdxFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Files of all the kinds that cannot be used, beside a few that can. */
final class BadFiles {
    private static final String HEADER = "age,site,diagnosis\n";
    private static final int ROWS = 40;

    private BadFiles() {}

    static void write(Path directory) throws IOException {
        tables(directory);
        arrays(directory);
        owners(directory);
        Files.writeString(Files.createDirectory(directory.resolve("full")).resolve("thesis.txt"), "mine");
        Files.createDirectory(directory.resolve("hollow"));
        Files.writeString(Files.createDirectory(directory.resolve("standing")).resolve("testnet.json"), """
                {"format": 1, "federation": "00", "slots": 0, "members": [
                  {"name": "alder", "address": "127.0.0.1:1", "heapMegabytes": 1, "pid": 0, "started": null},
                  {"name": "birch", "address": "127.0.0.1:2", "heapMegabytes": 1, "pid": 0, "started": null}]}
                """);
        Files.writeString(Files.createDirectory(directory.resolve("damaged")).resolve("testnet.json"), "{\"format\"");
    }

    private static void tables(Path directory) throws IOException {
        csv(directory.resolve("rows.csv"), row -> row + ",s" + row % 4 + "," + word(row % 2));
        csv(directory.resolve("one-class.csv"), row -> row + ",s" + row % 4 + ",ill");
        csv(directory.resolve("almost-one-class.csv"), row -> row + ",s" + row % 4 + ",ill");
        csv(directory.resolve("strange.csv"), row -> row + ",s" + row % 4 + ",unknown");
        csv(directory.resolve("unlabelled.csv"), row -> row + ",s" + row % 4 + ",");
        csv(directory.resolve("gaps.csv"), row -> row + "," + (row == 7 ? "" : "s" + row % 4) + "," + word(row % 2));
        Files.writeString(directory.resolve("empty.csv"), "");
        Files.writeString(directory.resolve("header.csv"), HEADER);
        Files.writeString(directory.resolve("broken.csv"), HEADER + "1,s1,ill\n2,s2\n");
        Files.writeString(directory.resolve("other.csv"), "age,ward,diagnosis\n1,s1,ill\n");
        Files.writeString(directory.resolve("lacking.csv"), "age,diagnosis\n1,ill\n2,well\n");
        Files.write(directory.resolve("binary.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 7, ',', 8, '\n'});
    }

    private static String word(int label) {
        return label == 0 ? "ill" : "well";
    }

    private static void csv(Path file, IntFunction<String> row) throws IOException {
        Files.writeString(
                file, HEADER + IntStream.range(0, ROWS).mapToObj(row).collect(Collectors.joining("\n")) + "\n");
    }

    private static void arrays(Path directory) throws IOException {
        IdxFile.write(directory.resolve("images.idx"), Elements.unsigned(new byte[30 * 16]), 30, 4, 4);
        IdxFile.write(directory.resolve("large.idx"), Elements.unsigned(new byte[30 * 25]), 30, 5, 5);
        byte[] labels = "abc".repeat(10).getBytes(StandardCharsets.US_ASCII);
        IdxFile.write(directory.resolve("labels.idx"), Elements.unsigned(labels), 30);
        IdxFile.write(directory.resolve("few.idx"), Elements.unsigned(new byte[29]), 29);
    }

    private static void owners(Path directory) throws IOException {
        Files.writeString(directory.resolve("short.txt"), "0\n1\n".repeat(15));
        Files.writeString(directory.resolve("gap.txt"), "0\n2\n".repeat(ROWS / 2));
        Files.writeString(directory.resolve("alone.txt"), "0\n".repeat(ROWS));
        Files.writeString(directory.resolve("nobody.txt"), "-1\n".repeat(ROWS));
        Files.writeString(directory.resolve("word.txt"), "0\nnorth\n");
    }
}
