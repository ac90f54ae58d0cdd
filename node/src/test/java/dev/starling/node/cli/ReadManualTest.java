package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.cli.verb.Manual;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual inside the JAR. */
class ReadManualTest {
    @TempDir
    Path root;

    @Test
    void everyChapterThatAMessageMayNameIsThere() {
        Shell shell = new Shell(root);
        for (Manual chapter : Manual.values()) {
            String text = shell.execute("manual", chapter.word()).succeeded().out();
            assertThat(text).startsWith("## " + chapter.title()).doesNotContain("\n## ");
        }
        assertThat(shell.execute("manual").succeeded().out()).startsWith("# Operating a node");
    }

    @Test
    void everyVerbHasAChapterThatNamesIt() {
        for (String verb : Starling.commands().getSubcommands().keySet()) {
            assertThat(Manual.ofVerb(verb)).as(verb).isPresent();
            if (!verb.equals("unpack")) {
                assertThat(Manual.ofVerb(verb).orElseThrow().chapter().toLowerCase(Locale.ROOT))
                        .as("the chapter of " + verb)
                        .contains(verb);
            }
        }
    }

    @Test
    void aFailureSaysWhereToReadOn() {
        Shell.Result result = new Shell(root)
                .execute("status", "--dir", root.resolve("nowhere").toString());
        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("starling manual status");
    }
}
