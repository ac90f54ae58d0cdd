package dev.starling.testnet.up;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Docker's command line. Compose is the plugin ({@code docker compose}) or the older program ({@code docker-compose}),
 * whichever is there.
 *
 * @param engine how the engine's program is called
 * @param compose how Compose is called
 * @param file the compose file
 */
record Docker(String engine, List<String> compose, Path file) {
    private static final String REMEDY =
            "; install Docker with Compose and start its engine, or leave --compose away to run"
                    + " the members as processes";

    /** What a command printed, and how it ended. */
    record Outcome(int code, String out) {
        boolean good() {
            return code == 0;
        }
    }

    /**
     * A container of the project.
     *
     * @param service its name in the compose file
     * @param state in the engine's words: created, running, exited …
     */
    record Container(String id, String service, String state) {
        private static final String FORMAT =
                "{{.Id}} {{index .Config.Labels \"com.docker.compose.service\"}} {{.State.Status}}";

        static boolean isId(String line) {
            return line.matches("[0-9a-f]{12,64}");
        }

        static List<Container> parse(Outcome inspected) {
            return inspected
                    .out()
                    .lines()
                    .map(line -> line.split(" ", -1))
                    .filter(words -> words.length == 3 && isId(words[0]))
                    .map(words -> new Container(words[0], words[1], words[2]))
                    .toList();
        }

        boolean running() {
            return state.equals("running");
        }

        boolean ended() {
            return state.equals("exited") || state.equals("dead");
        }
    }

    /**
     * Finds Docker.
     *
     * @param program the engine's, on the PATH or with its directory
     * @throws NodeFailure when there is no engine, or no Compose
     */
    static Docker find(String program, Path file) throws NodeFailure, InterruptedException {
        Outcome engine = attempt(List.of(program, "version", "--format", "{{.Server.Version}}"));
        if (!engine.good()) {
            throw new NodeFailure(
                    ExitCode.FAILED, "there is no Docker engine here (" + lastLine(engine.out()) + ")" + REMEDY);
        }
        for (List<String> candidate : List.of(List.of(program, "compose"), List.of("docker-compose"))) {
            List<String> version = new ArrayList<>(candidate);
            version.add("version");
            if (attempt(version).good()) {
                return new Docker(program, candidate, file);
            }
        }
        throw new NodeFailure(ExitCode.FAILED, "there is a Docker engine, but no Compose" + REMEDY);
    }

    /** Runs a command of Compose; its messages go where this program's do. */
    void composeAloud(String... arguments) throws NodeFailure, InterruptedException {
        List<String> command = command(arguments);
        try {
            ProcessBuilder builder = builder(command);
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT);
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new NodeFailure(
                        ExitCode.FAILED,
                        "`" + String.join(" ", command) + "` ended with code " + code + "; what it printed says why");
            }
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /** Runs a command of Compose and keeps what it prints. */
    Outcome compose(String... arguments) throws NodeFailure, InterruptedException {
        return run(command(arguments));
    }

    /** Runs a command of the engine and keeps what it prints. */
    Outcome engine(String... arguments) throws NodeFailure, InterruptedException {
        List<String> command = new ArrayList<>(List.of(engine));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Every container of the project, running or not. */
    List<Container> containers() throws NodeFailure, InterruptedException {
        List<String> command = new ArrayList<>(List.of("inspect", "--format", Container.FORMAT));
        Outcome listed = compose("ps", "-a", "-q");
        if (!listed.good()) {
            throw new NodeFailure(ExitCode.FAILED, "docker could not list the containers: " + lastLine(listed.out()));
        }
        listed.out().lines().filter(Container::isId).forEach(command::add);
        return command.size() == 3 ? List.of() : Container.parse(engine(command.toArray(String[]::new)));
    }

    /** The container of a service, running or not. */
    Optional<Container> container(String service) throws NodeFailure, InterruptedException {
        return containers().stream()
                .filter(container -> container.service().equals(service))
                .findFirst();
    }

    /** How a container is by now; empty when it is gone. */
    Optional<Container> again(Container container) throws NodeFailure, InterruptedException {
        return Container.parse(engine("inspect", "--format", Container.FORMAT, container.id())).stream()
                .findFirst();
    }

    /** The last line that a container wrote. */
    String lastWords(Container container) throws NodeFailure, InterruptedException {
        return lastLine(engine("logs", "--tail", "1", container.id()).out());
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(compose);
        command.addAll(List.of("-f", file.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The profile makes Compose see the newcomer, which it leaves aside otherwise: in a list, and when all is removed. */
    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("COMPOSE_PROFILES", "newcomer");
        return builder;
    }

    private static Outcome attempt(List<String> command) throws InterruptedException {
        try {
            return run(command);
        } catch (NodeFailure e) {
            return new Outcome(-1, e.message());
        }
    }

    private static Outcome run(List<String> command) throws NodeFailure, InterruptedException {
        try {
            Process process = builder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), out.strip());
        } catch (IOException e) {
            throw new NodeFailure(ExitCode.FAILED, "cannot run `" + command.get(0) + "`: " + e.getMessage(), e);
        }
    }

    static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
