package dev.starling.testnet.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes out of the house: each runnable JAR carries licences and a bill of materials, and has a checksum beside it. */
class RunnableJarsIT {
    private static final String BILL = "META-INF/sbom/application.cdx.json";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    private static Path file(String which) {
        return Path.of(System.getProperty("starling." + which + ".jar")).normalize();
    }

    private static String text(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Names of the libraries inside, without those of this project. */
    private static List<String> libraries(JarFile jar) {
        return jar.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
                .map(name -> name.substring(LIBRARIES.length(), name.length() - ".jar".length()))
                .filter(name -> !name.startsWith("starling-"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "testnet"})
    void everyLibraryInsideIsListedWithTheTextsOfItsLicences(String which) throws IOException {
        try (JarFile jar = new JarFile(file(which).toFile())) {
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License", "Version 2.0, January 2004");
            assertThat(text(jar, "META-INF/NOTICE")).contains("Starling", "THIRD-PARTY.txt");
            Map<String, String[]> listed = new TreeMap<>();
            text(jar, "META-INF/THIRD-PARTY.txt")
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> listed.put(
                            line.split("\\s+", 2)[0], line.split("\\s+", 2)[1].split(" {2,}", 2)[0].split(" ", -1)));
            List<String> unlisted = new ArrayList<>(libraries(jar));
            assertThat(unlisted).hasSizeGreaterThan(40);
            unlisted.removeIf(library -> listed.keySet().stream().anyMatch(name -> isNamed(library, name)));
            assertThat(unlisted).isEmpty();
            for (String[] licences : listed.values()) {
                for (String licence : licences) {
                    String place =
                            licence.equals("Apache-2.0") ? "META-INF/LICENSE" : "META-INF/licenses/" + licence + ".txt";
                    assertThat(text(jar, place)).as(place).hasSizeGreaterThan(1000);
                }
            }
        }
    }

    /** Whether an archive, such as {@code picocli-4.7.7}, is what a line of the list is about. */
    private static boolean isNamed(String library, String name) {
        return name.endsWith("*")
                ? library.startsWith(name.substring(0, name.length() - 1))
                : library.matches(name + "-[0-9].*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "testnet"})
    void theBillOfMaterialsNamesEveryLibraryInside(String which) throws IOException {
        try (JarFile jar = new JarFile(file(which).toFile())) {
            // Its plugin is left out of an offline build, from which nothing is released.
            assumeThat(jar.getEntry(BILL)).isNotNull();
            JsonNode bill = new ObjectMapper().readTree(text(jar, BILL));
            assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
            List<String> named = new ArrayList<>();
            bill.get("components")
                    .forEach(component -> named.add(component.get("name").asText() + "-"
                            + component.get("version").asText()));
            List<String> missing = new ArrayList<>(libraries(jar));
            missing.removeIf(library -> named.stream().anyMatch(library::startsWith));
            assertThat(missing).isEmpty();
            assertThat(bill.get("components"))
                    .allSatisfy(component -> assertThat(component.get("hashes")).isNotEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "testnet"})
    void theChecksumBesideAJarIsThatOfTheJar(String which) throws Exception {
        Path jar = file(which);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }

        assertThat(Files.readString(jar.resolveSibling(jar.getFileName() + ".sha256"))
                        .strip())
                .isEqualTo(HexFormat.of().formatHex(digest.digest()) + "  " + jar.getFileName());
    }
}
