package dev.starling.testnet.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.config.NodeConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {

    @Test
    void whatIsSetInTheNodesOwnTemplateIsWhatTheNodeReads() throws Exception {
        NodeSettings settings = NodeSettings.template("Alder", "patients.csv")
                .with("seed", "77")
                .withText("bind", "127.0.0.1:4711")
                .withText("labels", "some \"labels\".gz")
                .with("mdns", "false")
                .with("interfaces", "[\"eth0\"]");
        NodeConfig config = NodeConfig.parse(
                settings.toml().getBytes(StandardCharsets.UTF_8), "starling.toml", Path.of("/directory"));
        assertThat(config.data().seed()).isEqualTo(77);
        assertThat(config.data().labels()).isEqualTo(Path.of("/directory/some \"labels\".gz"));
        assertThat(config.net().bind()).hasToString("127.0.0.1:4711");
        assertThat(config.net().mdns()).isFalse();
        assertThat(config.net().interfaces()).containsExactly("eth0");
        assertThat(config.organisation()).isEqualTo("Alder");
    }

    @Test
    void aKeyThatTheTemplateDoesNotHaveIsNotInvented() {
        NodeSettings settings = new NodeSettings("a = 1\n");
        assertThatThrownBy(() -> settings.with("b", "2")).isInstanceOf(IllegalStateException.class);
    }
}
