package dev.starling.testnet.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program that stands in for Docker is a shell script")
class ContainersTest {
    private static final List<String> FOUNDERS = List.of("alder", "birch", "cedar", "dogwood", "elm");

    @TempDir
    Path directory;

    private FakeDocker docker;
    private Containers containers;

    @BeforeEach
    void find() throws IOException, NodeFailure, InterruptedException {
        docker = new FakeDocker(directory);
        containers = Containers.find(docker.program().toString(), directory.resolve("docker-compose.yml"));
    }

    @Test
    void membersComeInTheirOrderAndTheNewcomerOnlyOnceItHasAContainer() throws Exception {
        runs(FOUNDERS);
        docker.container("prepare", "exited");
        assertThat(containers.states()).extracting(Containers.State::name).isEqualTo(FOUNDERS);

        docker.container("fir", "running");
        assertThat(containers.states())
                .extracting(Containers.State::name)
                .containsExactly("alder", "birch", "cedar", "dogwood", "elm", "fir");
    }

    @Test
    void aMemberThatRunsSaysHowItIsAndOneThatDoesNotIsNotAsked() throws Exception {
        docker.container("alder", "running");
        docker.container("birch", "exited");
        List<Containers.State> states = containers.states();

        assertThat(states.get(0).status().orElseThrow().path("slot").asInt()).isEqualTo(60);
        assertThat(states.get(1).running()).isFalse();
        assertThat(states.get(1).status()).isEmpty();
        assertThat(docker.calls())
                .filteredOn(call -> call.contains("starling status"))
                .hasSize(1);
    }

    @Test
    void aStatusOfNoContainersAtAllSaysHowToStartThem() {
        assertThatThrownBy(containers::states)
                .isInstanceOf(NodeFailure.class)
                .hasMessageContaining("there are no containers")
                .hasMessageContaining("starling testnet up --compose");
    }

    @Test
    void allThatStartAndAnswerAreUp() throws Exception {
        for (String name : FOUNDERS) {
            docker.starts(name, "running");
        }

        assertThat(containers.up()).hasSize(5).allMatch(state -> state.status().isPresent());
        assertThat(docker.calls()).noneMatch(call -> call.contains(" down "));
    }

    @Test
    void aContainerThatEndsWhileTheyComeUpIsNamedWithItsLastLineAndAllAreTakenDown() throws Exception {
        for (String name : FOUNDERS) {
            docker.starts(name, name.equals("cedar") ? "exited" : "running");
        }

        assertThatThrownBy(containers::up)
                .isInstanceOf(NodeFailure.class)
                .hasMessage("the container of cedar ended (its last line: last line)");
        assertThat(docker.calls()).anyMatch(call -> call.contains(" down --volumes"));
    }

    @Test
    void whatRanBeforeIsKeptWhenAnotherDoesNotComeUp() throws Exception {
        docker.container("alder", "running");
        for (String name : FOUNDERS) {
            docker.starts(name, name.equals("cedar") ? "exited" : "running");
        }

        assertThatThrownBy(containers::up).hasMessageContaining("cedar");
        assertThat(docker.calls()).noneMatch(call -> call.contains(" down "));
    }

    @Test
    void aMemberWithoutContainerCannotBeKilledNorOneThatNobodyKnows() {
        assertThatThrownBy(() -> containers.kill("birch")).hasMessageContaining("there is no container of birch");
        assertThatThrownBy(() -> containers.kill("fir")).hasMessageContaining("it joins first");
        assertThatThrownBy(() -> containers.kill("oak")).hasMessageContaining("no member is called \"oak\"");
    }

    @Test
    void anEngineThatIsNotThereIsSaidInOneLineWithTheRemedy() {
        Path nowhere = directory.resolve("nowhere");

        assertThatThrownBy(() -> Containers.find(nowhere.toString(), directory))
                .isInstanceOf(NodeFailure.class)
                .hasMessageStartingWith("there is no Docker engine here")
                .hasMessageContaining("leave --compose away")
                .hasMessageNotContaining("\n");
    }

    private void runs(List<String> names) throws IOException {
        for (String name : names) {
            docker.container(name, "running");
        }
    }
}
