package dev.starling.testnet.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same command on every Java that is installed beside this one, from 17 on. */
final class TraceAcrossJvmsTest {
    private static final List<String> COMMAND = List.of(
            "sim",
            "--nodes",
            "4",
            "--slots",
            "8",
            "--loss",
            "0.1",
            "--duplicate",
            "0.05",
            "--reorder",
            "--skew",
            "500",
            "--crash",
            "1@0.5-1",
            "--split",
            "iid",
            "--json");

    @Test
    void theSameCommandIsTheSameRunToTheLastByteOnEveryJava() throws Exception {
        TreeMap<String, String> hashes = new TreeMap<>();
        for (Path home : homes()) {
            hashes.put(home.getFileName().toString(), hash(home));
        }
        assertThat(hashes).isNotEmpty();
        assertThat(hashes.values())
                .as(hashes.toString())
                .containsOnly(hashes.firstEntry().getValue());
    }

    private static List<Path> homes() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        List<Path> homes = new ArrayList<>();
        try (Stream<Path> beside = Files.list(own.getParent())) {
            for (Path home : beside.sorted().toList()) {
                if (!Files.isSymbolicLink(home) && feature(home) >= 17) {
                    homes.add(home);
                }
            }
        }
        return homes;
    }

    /** Of the Java in this directory, 0 when there is none. */
    private static int feature(Path home) throws IOException {
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(home.resolve("release"))) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.]", "").replaceAll("[.].*", ""))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        }
    }

    private static String hash(Path home) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                home.resolve("bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.starling.testnet.Testnet"));
        line.addAll(COMMAND);
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(home + ": " + out).isZero();
        String json = out.substring(out.indexOf("{\"nodes\""));
        return new ObjectMapper().readTree(json).get("traceHash").asText();
    }
}
