package dev.starling.node.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    private static final Examples CLASSES = new Examples(2, 3, new float[] {1, 2, 3, 4}, new int[] {0, 2});
    private static final Examples QUANTITIES = new Examples(2, new float[] {5, 6}, new Quantities(new float[] {0.5f}));

    @Test
    void partsAreJoinedInTheirOrder() {
        Examples all = Examples.together(List.of(CLASSES, CLASSES.subset(new int[] {1})));

        assertThat(all.features()).containsExactly(1, 2, 3, 4, 3, 4);
        assertThat(((ClassLabels) all.labels()).numbers()).containsExactly(0, 2, 2);
        assertThat(((ClassLabels) all.labels()).counts()).containsExactly(1, 0, 2);
        Examples twice = Examples.together(List.of(QUANTITIES, QUANTITIES));
        assertThat(((Quantities) twice.labels()).values()).containsExactly(0.5f, 0.5f);
    }

    @Test
    void partsOfDifferentKindsAreRefused() {
        Examples wider = new Examples(3, 3, new float[3], new int[1]);
        Examples ofTwoClasses = new Examples(2, 2, new float[2], new int[1]);
        for (Examples other : List.of(QUANTITIES, wider, ofTwoClasses)) {
            assertThatIllegalArgumentException().isThrownBy(() -> Examples.together(List.of(CLASSES, other)));
        }
    }

    @Test
    void lengthsAndLabelsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Examples(2, 3, new float[3], new int[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Examples(1, 2, new float[1], new int[] {2}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Quantities(new float[] {Float.NaN}));
    }
}
