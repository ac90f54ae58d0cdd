package dev.starling.node.cli.doctor;

import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.doctor.Check;
import dev.starling.node.doctor.Examination;
import dev.starling.node.finding.Finding;
import dev.starling.node.finding.Grade;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Looks at everything that commonly keeps a node from its work. */
@Command(
        name = "doctor",
        description = {
            "Look at everything that commonly keeps a node from its work: one line each, PASS, WARN or FAIL, with the remedy.",
            "Before init it says what is missing; beside a running node it asks that, and takes neither its port nor its"
                    + " lock. Ends with 1 when a line says FAIL."
        },
        footerHeading = "%nExample:%n",
        footer = "  starling doctor --dir north --passphrase-file north.pass")
final class Doctor extends Verb {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    Doctor(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, InterruptedException {
        try (Patient patient =
                Patient.of(directory(), passphraseSource(), terminal().clock())) {
            List<Check> checks = new SiteChecks(patient).all();
            List<Finding> findings = new ArrayList<>(patient.findings());
            findings.addAll(Examination.of(checks, LIMIT));
            return answer(findings);
        }
    }

    private static Answer answer(List<Finding> findings) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        StringJoiner lines = new StringJoiner("\n");
        for (Finding finding : findings) {
            objects.add(Answer.fields()
                    .with("check", finding.check())
                    .with("grade", finding.grade().name())
                    .with("what", finding.what())
                    .with("remedy", finding.remedy().isEmpty() ? null : finding.remedy())
                    .asMap());
            lines.add(
                    String.format(Locale.ROOT, "%s  %-14s  %s", finding.grade(), finding.check(), finding.sentence()));
        }
        long failed = count(findings, Grade.FAIL);
        long warned = count(findings, Grade.WARN);
        lines.add(findings.size() + " lines: " + failed + " FAIL, " + warned + " WARN");
        Answer.Fields fields =
                Answer.fields().with("checks", objects).with("fail", failed).with("warn", warned);
        Answer answer = Answer.of(fields, lines.toString());
        return failed == 0 ? answer : new Answer(answer.object(), answer.text(), ExitCode.FAILED);
    }

    private static long count(List<Finding> findings, Grade grade) {
        return findings.stream().filter(finding -> finding.grade() == grade).count();
    }
}
