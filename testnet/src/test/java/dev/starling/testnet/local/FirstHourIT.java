package dev.starling.testnet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.site.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person with the JAR, a CSV and an invitation, at a terminal: six commands until the node trains with the others. What is
 * typed and what is answered is left in {@code target/first-hour.txt}, with the seconds it took.
 */
final class FirstHourIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path TRANSCRIPT = Path.of("target", "first-hour.txt");

    @TempDir
    Path base;

    private final List<String> transcript = new ArrayList<>();
    private final List<Process> background = new ArrayList<>();
    private long started;

    @AfterEach
    void stop() throws Exception {
        for (Process process : background) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        Files.createDirectories(TRANSCRIPT.getParent());
        Files.write(TRANSCRIPT, transcript);
    }

    @Test
    void aPersonWithAJarATableAndAnInvitationTrainsAfterSixCommands() throws Exception {
        List<Integer> ports = Ports.free(InetAddress.getLoopbackAddress(), 2);
        String invitation = hostWithAnInvitation(ports.get(0));
        Files.writeString(base.resolve("west.csv"), Clouds.csv(200, 2));

        started = System.nanoTime();
        int commands = 0;
        type("(umask 077; echo 'a long sentence that only we know' > west.pass)");
        commands++;
        type(
                "starling init --dir west --organisation \"Hospital West\" --data west.csv --passphrase-file west.pass --port "
                        + ports.get(1));
        commands++;
        String joined = type("starling join --dir west --passphrase-file west.pass " + invitation);
        commands++;
        type("starling charter accept --dir west " + hash(joined));
        commands++;
        long ran = System.nanoTime();
        inBackground("starling run --dir west --passphrase-file west.pass --quiet 2> west.log");
        commands++;
        await("the newcomer has merged")
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .until(() -> merged("west"));
        double toMerge = (System.nanoTime() - ran) / 1e9;
        type("starling status --dir west");
        commands++;
        double all = (System.nanoTime() - started) / 1e9;
        transcript.add(String.format(
                "# %d commands, %.1f s, of which %.2f s from run to the first merge", commands, all, toMerge));
        System.out.println(transcript.get(transcript.size() - 1));

        assertThat(commands).isLessThanOrEqualTo(6);
        assertThat(all).as("seconds in all").isLessThan(300);
        assertThat(toMerge)
                .as("seconds from run to the first merge, by address")
                .isLessThan(5);
        assertThat(String.join("\n", transcript)).contains("Hospital Host").contains("phase");
    }

    /** The hash that the newcomer is shown. */
    private static String hash(String joined) {
        Matcher hash = Pattern.compile("charter accept ([0-9a-f]+)").matcher(joined);
        assertThat(hash.find()).as(joined).isTrue();
        return hash.group(1);
    }

    /** A member that founded a federation and takes newcomers in; its invitation. */
    private String hostWithAnInvitation(int port) throws Exception {
        Files.writeString(base.resolve("host.csv"), Clouds.csv(200, 1));
        type("(umask 077; echo 'the passphrase of the host' > host.pass)");
        type(
                "starling init --dir host --organisation \"Hospital Host\" --data host.csv --passphrase-file host.pass --port "
                        + port);
        type("starling charter new --dir host --passphrase-file host.pass --name pilot --label label"
                + " --scale-from host.csv --slots 0 --min-slot-millis 200");
        inBackground("starling run --dir host --passphrase-file host.pass --quiet 2> host.log");
        await("the host answers")
                .atMost(PATIENCE)
                .until(() -> status("host").path("phase").isTextual());
        String invitation = type("starling invite --dir host --passphrase-file host.pass --address 127.0.0.1:" + port);
        transcript.clear();
        return invitation
                .lines()
                .filter(line -> line.startsWith("starling1:"))
                .findFirst()
                .orElseThrow();
    }

    private boolean merged(String member) {
        return status(member).path("consensusDistance").isNumber();
    }

    private JsonNode status(String member) {
        try {
            return AdminClient.find(new DataDirectory(base.resolve(member)).adminAddress())
                    .get("/v1/status");
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private String type(String command) throws Exception {
        Process process = shell(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + said).isZero();
        record(command, said);
        return said;
    }

    private void inBackground(String command) throws Exception {
        background.add(shell(command).start());
        record(command + " &", "");
    }

    private void record(String command, String said) {
        transcript.add(String.format("[%5.1f s] $ %s", (System.nanoTime() - started) / 1e9, command));
        said.lines().forEach(transcript::add);
    }

    /** A shell in which {@code starling} is the JAR. */
    private ProcessBuilder shell(String command) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = NodeProgram.find().jar().toString();
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "-c",
                        "starling() { '" + java + "' -XX:TieredStopAtLevel=1 -jar '" + jar + "' \"$@\"; }; " + command)
                .directory(base.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder;
    }
}
