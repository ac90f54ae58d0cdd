package dev.starling.testnet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.config.NodeConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PreparationTest {

    @Test
    void whatIsSetInTheNodesOwnTemplateIsWhatTheNodeReads() throws Exception {
        String text = NodeConfig.template("Alder", "patients.csv", null);
        text = Preparation.set(text, "seed", "77");
        text = Preparation.set(text, "bind", "\"127.0.0.1:4711\"");
        text = Preparation.set(text, "mdns", "false");
        text = Preparation.set(text, "interfaces", "[\"eth0\"]");
        NodeConfig config =
                NodeConfig.parse(text.getBytes(StandardCharsets.UTF_8), "starling.toml", Path.of("/directory"));
        assertThat(config.data().seed()).isEqualTo(77);
        assertThat(config.net().bind()).hasToString("127.0.0.1:4711");
        assertThat(config.net().mdns()).isFalse();
        assertThat(config.net().interfaces()).containsExactly("eth0");
        assertThat(config.organisation()).isEqualTo("Alder");
    }

    @Test
    void aKeyThatTheTemplateDoesNotHaveIsNotInvented() {
        assertThatThrownBy(() -> Preparation.set("a = 1\n", "b", "2")).isInstanceOf(IllegalStateException.class);
    }
}
