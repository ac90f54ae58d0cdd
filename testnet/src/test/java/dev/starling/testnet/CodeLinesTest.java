package dev.starling.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeLinesTest {

    @Test
    void blankLinesAndCommentsAreNoCode() {
        assertThat(CodeLines.in("""
                /* a
                 * b */

                // c
                int one; // d
                /* e */ int two; /* f
                g */ int three;
                """)).isEqualTo(3);
    }

    @Test
    void commentMarksInsideLiteralsStartNoComment() {
        assertThat(CodeLines.in("""
                String a = "/* \\" //";
                char quote = '"';
                char escaped = '\\'';
                int four;
                """)).isEqualTo(4);
    }

    @Test
    void aTextBlockCountsByItsLinesThatAreNotBlank() {
        assertThat(CodeLines.in("String a = \"\"\"\n    // text\n\n    \" /* text\n    \"\"\";\nint last;"))
                .isEqualTo(5);
    }
}
