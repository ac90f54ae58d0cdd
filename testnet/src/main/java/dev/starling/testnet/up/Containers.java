package dev.starling.testnet.up;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The five containers of {@code testnet/compose}, and the sixth that may join them. Confined to one thread. */
public final class Containers {
    /** System property that names the directory of the compose file. */
    public static final String PROPERTY = "starling.compose.dir";

    private static final List<String> FOUNDERS = List.of("alder", "birch", "cedar", "dogwood", "elm");
    private static final String NEWCOMER = "fir";
    private static final String ADDRESS =
            new DataDirectory(Path.of("/data")).adminAddress().toString();
    private static final String START = "start it with `starling testnet up --compose`";
    private static final Duration TO_ANSWER = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Docker docker;

    private Containers(Docker docker) {
        this.docker = docker;
    }

    /**
     * Finds Docker and the compose file.
     *
     * @throws NodeFailure when one of them is missing
     */
    public static Containers find() throws NodeFailure, InterruptedException {
        String named = System.getProperty(PROPERTY, "testnet/compose");
        Path file =
                Path.of(named).resolve("docker-compose.yml").toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION,
                    file + ": there is no such file; run scripts/starling of a checkout, or name the directory with -D"
                            + PROPERTY + "=DIR");
        }
        return find("docker", file);
    }

    static Containers find(String program, Path file) throws NodeFailure, InterruptedException {
        return new Containers(Docker.find(program, file));
    }

    /** How one container is: empty answers come from one that does not run, or does not answer yet. */
    public record State(String name, String container, Optional<JsonNode> status) {
        /** Whether it runs. */
        public boolean running() {
            return container.equals("running");
        }
    }

    /**
     * Builds the images, starts those of the five that do not run, and waits until all of them answer. When that fails,
     * everything is taken down again, unless there were containers before: what somebody has trained is not thrown away.
     *
     * @return how they are
     * @throws NodeFailure when it does not come to that
     */
    public List<State> up() throws NodeFailure, InterruptedException {
        boolean fresh = docker.containers().isEmpty();
        List<String> command = new ArrayList<>(List.of("up", "-d", "--no-build"));
        command.addAll(FOUNDERS);
        boolean up = false;
        try {
            // The members share one image: built once, and not once for each of them.
            docker.composeAloud("build", "prepare", FOUNDERS.get(0));
            docker.composeAloud(command.toArray(String[]::new));
            List<Docker.Container> containers = docker.containers();
            List<State> states = new ArrayList<>();
            for (String name : FOUNDERS) {
                states.add(awaitAnswer(name, find(containers, name)));
            }
            up = true;
            return states;
        } finally {
            if (!up && fresh) {
                docker.compose("down", "--volumes", "--remove-orphans");
            }
        }
    }

    /**
     * How they are; the newcomer only when there is a container of it.
     *
     * @throws NodeFailure when there is no container at all
     */
    public List<State> states() throws NodeFailure, InterruptedException {
        List<Docker.Container> containers = docker.containers();
        if (containers.isEmpty()) {
            throw new NodeFailure(ExitCode.CONFIGURATION, "there are no containers of the testnet; " + START);
        }
        List<String> names = new ArrayList<>(FOUNDERS);
        find(containers, NEWCOMER).ifPresent(fir -> names.add(NEWCOMER));
        ExecutorService askers = Executors.newFixedThreadPool(names.size());
        try {
            List<Future<State>> asked = new ArrayList<>();
            for (String name : names) {
                asked.add(askers.submit(() -> state(name, find(containers, name))));
            }
            List<State> states = new ArrayList<>();
            for (Future<State> answer : asked) {
                states.add(answer.get());
            }
            return states;
        } catch (ExecutionException e) {
            throw NodeFailure.of(e.getCause() == null ? e : e.getCause());
        } finally {
            askers.shutdownNow();
        }
    }

    /** Ends a container at once, as a power cut would. */
    public void kill(String name) throws NodeFailure, InterruptedException {
        require(name);
        requireGood("kill", docker.compose("kill", name));
    }

    /** Stops a container in good order if it runs, starts it, and waits until it answers. */
    public void restart(String name) throws NodeFailure, InterruptedException {
        require(name);
        requireGood("restart", docker.compose("restart", name));
        awaitAnswer(name, docker.container(name));
    }

    /** Removes the containers, their network and their volumes. */
    public void down() throws NodeFailure, InterruptedException {
        docker.composeAloud("down", "--volumes", "--remove-orphans");
    }

    private State awaitAnswer(String name, Optional<Docker.Container> started)
            throws NodeFailure, InterruptedException {
        Optional<Docker.Container> container = started;
        long since = System.nanoTime();
        while (container.isPresent() && !container.get().ended() && System.nanoTime() - since < TO_ANSWER.toNanos()) {
            State state = state(name, container);
            if (state.status().isPresent()) {
                return state;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            container = docker.again(container.get());
        }
        if (container.isEmpty()) {
            throw new NodeFailure(ExitCode.FAILED, "the container of " + name + " is gone; somebody has removed it");
        }
        throw new NodeFailure(
                ExitCode.FAILED,
                "the container of " + name + (container.get().ended() ? " ended" : " does not answer")
                        + " (its last line: " + docker.lastWords(container.get()) + ")");
    }

    private static Optional<Docker.Container> find(List<Docker.Container> containers, String name) {
        return containers.stream()
                .filter(container -> container.service().equals(name))
                .findFirst();
    }

    private State state(String name, Optional<Docker.Container> container) throws NodeFailure, InterruptedException {
        boolean running = container.isPresent() && container.get().running();
        return new State(
                name,
                container.map(Docker.Container::state).orElse(""),
                running ? status(container.get().id()) : Optional.empty());
    }

    /** Looks for the file that a node writes once it answers before it asks: a look is cheap, a question is a start of Java. */
    private Optional<JsonNode> status(String id) throws NodeFailure, InterruptedException {
        if (!docker.engine("exec", id, "test", "-e", ADDRESS).good()) {
            return Optional.empty();
        }
        Docker.Outcome outcome = docker.engine("exec", id, "starling", "status", "--json");
        if (!outcome.good()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(Docker.lastLine(outcome.out())));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void require(String name) throws NodeFailure, InterruptedException {
        if (!FOUNDERS.contains(name) && !name.equals(NEWCOMER)) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "no member is called \"" + name + "\"; they are: " + String.join(", ", FOUNDERS) + ", and "
                            + NEWCOMER + " once it has joined");
        }
        if (docker.container(name).isEmpty()) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION,
                    "there is no container of " + name
                            + (name.equals(NEWCOMER) ? "; it joins first, as testnet/README.md shows" : "; " + START));
        }
    }

    private static void requireGood(String what, Docker.Outcome outcome) throws NodeFailure {
        if (!outcome.good()) {
            throw new NodeFailure(
                    ExitCode.FAILED, "docker could not " + what + " it: " + Docker.lastLine(outcome.out()));
        }
    }
}
