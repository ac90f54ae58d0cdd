package dev.starling.testnet.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launchers. The one for Windows cannot run here, so it is held against the shell script that can. */
class LauncherTest {
    private static final Path SCRIPTS = Path.of("").toAbsolutePath().resolveSibling("scripts");

    private static String shell() throws IOException {
        return withoutComments(Files.readString(SCRIPTS.resolve("starling")), "#");
    }

    private static String windows() throws IOException {
        return withoutComments(Files.readString(SCRIPTS.resolve("starling.cmd")), "rem ");
    }

    private static String withoutComments(String text, String mark) {
        return text.replaceAll("(?m)^\\s*" + mark + ".*$", "").replace('\\', '/');
    }

    private static Set<String> all(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        for (Matcher matcher = Pattern.compile(pattern).matcher(text); matcher.find(); ) {
            found.add(matcher.group());
        }
        return found;
    }

    @Test
    void bothGiveJavaTheSameFlags() throws IOException {
        String flags = "-XX:[A-Za-z0-9:+=]+|--[a-z-]+=[A-Za-z-]+|--add-modules [a-z.]+|-Dstarling\\.[a-z.]+=";
        Set<String> expected = all(flags, shell());
        // Whether standard error is a terminal cannot be asked there.
        expected.remove("-Dstarling.terminal=");
        // Windows gives large pages to nobody who merely asks.
        expected.remove("-XX:+UseTransparentHugePages");

        assertThat(expected).hasSizeGreaterThan(5);
        assertThat(all(flags, windows())).isEqualTo(expected);
    }

    @Test
    void bothStartTheSameJarsForTheSameVerbs() throws IOException {
        String jars = "(node|testnet)/target/starling-[a-z]+\\.jar";
        assertThat(all(jars, shell())).hasSize(2).isEqualTo(all(jars, windows()));
        assertThat(all("(?<===\")[a-z]+(?=\" goto testnet)", windows()))
                .containsExactly("bench", "demo", "sim", "testnet");
        assertThat(shell()).contains("demo | testnet | sim | bench)");
        assertThat(all("(?<=not \"%verb%\"==\")[a-z]+", windows())).containsExactly("bench", "run", "sim");
        assertThat(shell()).contains("run | sim | bench) ;;");
    }

    @Test
    void bothSayTheSameWhenSomethingIsMissing() throws IOException {
        Set<String> messages = all("(?<=fail \")[^\\n]*(?=\")|(?<=starling: )building[^\\n]*(?=\\(log)", shell());
        assertThat(messages).hasSize(7);
        String said = windows().replace("java.exe", "java").replace("^", "").replace("\"", "");
        for (String message : messages) {
            for (String words : message.split("\\$[A-Za-z_]+", -1)) {
                assertThat(said).contains(words.strip());
            }
        }
    }

    /** A Java that says that it is this version, and would start anything. */
    private static void pretend(Path home, String version) throws IOException {
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"" + version + "\"' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    private static String refused(ProcessBuilder launcher) throws Exception {
        Process process = launcher.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        return said.strip();
    }

    @Test
    void aJavaThatIsTooOldOrNotThereIsNamedInsteadOfStarted(@TempDir Path directory) throws Exception {
        ProcessBuilder launcher =
                new ProcessBuilder("/bin/bash", SCRIPTS.resolve("starling").toString(), "--version");
        launcher.environment().remove("JAVA_HOME");
        pretend(directory, "11.0.2");
        launcher.environment().put("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
        assertThat(refused(launcher))
                .isEqualTo("starling: " + directory
                        + "/bin/java is Java 11.0.2; Starling needs 17 or newer (set JAVA_HOME)");

        launcher.environment().put("JAVA_HOME", directory.toString());
        pretend(directory, "1.8.0_292");
        assertThat(refused(launcher)).contains("is Java 1.8.0_292; Starling needs 17 or newer");
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"16\"\n");
        assertThat(refused(launcher)).contains("is Java 16; Starling needs 17 or newer");

        launcher.environment().put("JAVA_HOME", directory.resolve("nowhere").toString());
        assertThat(refused(launcher)).contains("there is no bin/java in it").contains("Java 17 or newer");
    }

    @Test
    void everyLineOfTheWindowsLauncherEndsAsItsInterpreterWantsIt() throws IOException {
        String text = Files.readString(SCRIPTS.resolve("starling.cmd"));
        assertThat(text.replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
        assertThat(text).endsWith("\r\n").isASCII();
    }
}
