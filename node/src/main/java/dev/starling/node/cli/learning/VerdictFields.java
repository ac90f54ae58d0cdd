package dev.starling.node.cli.learning;

import dev.starling.node.cli.verb.Answer;
import dev.starling.node.verdict.ClassScore;
import dev.starling.node.verdict.Judgement;
import dev.starling.node.verdict.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verdict as fields for programs: every figure, and its 95 % interval under {@code intervals}. */
final class VerdictFields {
    private VerdictFields() {}

    /** How one model does. */
    static Answer.Fields of(Judgement judgement, List<String> words) {
        Answer.Fields fields = of(judgement.scores());
        List<Map<String, @Nullable Object>> classes = new ArrayList<>();
        for (int c = 0; c < judgement.classes().size(); c++) {
            ClassScore of = judgement.classes().get(c);
            classes.add(of(List.of(of.recall(), of.precision()))
                    .with("class", words.get(c))
                    .with("rows", of.rows())
                    .asMap());
        }
        return fields.with("classes", classes);
    }

    /** Figures by their names. */
    static Answer.Fields of(List<Score> scores) {
        Answer.Fields fields = Answer.fields();
        Answer.Fields intervals = Answer.fields();
        for (Score score : scores) {
            fields.with(score.name(), score.value());
            intervals.with(
                    score.name(),
                    score.interval().known()
                            ? List.of(score.interval().low(), score.interval().high())
                            : null);
        }
        return fields.with("intervals", intervals);
    }
}
