package dev.starling.node.cli;

import static dev.starling.node.table.ArrayBytes.idx;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCheckTest {
    @TempDir
    Path root;

    private Shell shell;
    private List<String[]> rows;

    /** 300 sound rows: nothing to be said of them. */
    @BeforeEach
    void sound() {
        shell = new Shell(root);
        SplittableRandom random = new SplittableRandom(5);
        rows = new ArrayList<>();
        for (int row = 0; row < 600; row++) {
            String smoker = random.nextBoolean() ? "yes" : "no";
            rows.add(new String[] {
                "p" + row,
                "%.2f".formatted(50 + 10 * random.nextGaussian()),
                "%.2f".formatted(120 + 15 * random.nextGaussian()),
                "%.2f".formatted(70 + 12 * random.nextGaussian()),
                smoker,
                random.nextBoolean() ? "sick" : "well"
            });
        }
    }

    private Path table() {
        StringBuilder text = new StringBuilder("visit,age,pressure,weight,smoker,diagnosis\n");
        rows.forEach(row -> text.append(String.join(",", row)).append('\n'));
        return shell.write("own.csv", text.toString());
    }

    private Shell.Result check(String... more) {
        List<String> words = new ArrayList<>(List.of("data", "check", "--dir", shell.dir("north")));
        words.addAll(List.of(more));
        return shell.execute(words.toArray(String[]::new));
    }

    /** A federation that was founded on these rows. */
    private void found() {
        shell.execute("init", "--dir", shell.dir("north"), "--organisation", "North", "--data", table().toString())
                .succeeded();
        shell.execute(
                        "charter",
                        "new",
                        "--dir",
                        shell.dir("north"),
                        "--name",
                        "pilot",
                        "--label",
                        "diagnosis",
                        "--leave-out",
                        "visit",
                        "--scale-from",
                        shell.path("own.csv").toString())
                .succeeded();
    }

    private JsonNode found(int code) {
        table();
        Shell.Result result = check("--json");
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(code);
        return result.json();
    }

    private static List<String> findings(JsonNode told, String level) {
        return StreamSupport.stream(told.get("findings").spliterator(), false)
                .filter(finding -> finding.get("grade").asText().equals(level))
                .map(finding -> finding.get("check").asText() + " "
                        + finding.get("column").asText() + " "
                        + finding.get("what").asText() + "; "
                        + finding.get("remedy").asText())
                .toList();
    }

    @Test
    void aSoundTablePassesAndNothingIsWritten() {
        found();
        Map<String, String> before = shell.listing();

        JsonNode told = found(0);

        assertThat(told.get("worst").asText()).isEqualTo("PASS");
        assertThat(told.get("rows").asInt()).isEqualTo(600);
        assertThat(told.get("training_rows").asInt()).isEqualTo(480);
        assertThat(told.get("columns")).hasSize(6);
        assertThat(told.get("columns").get(0).get("role").asText()).isEqualTo("unused");
        assertThat(check().out()).contains("PASS: this table can be trained on.");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void aTableIsLookedAtBeforeThereIsAnythingElse() {
        Path table = table();

        Shell.Result unlabelled = check("--data", table.toString());
        Shell.Result labelled = check("--data", table.toString(), "--label", "diagnosis");

        assertThat(unlabelled.code()).isZero();
        assertThat(unlabelled.out()).contains("nobody has said what the label is");
        assertThat(labelled.out()).contains("rarest of 2 classes").contains("column \"visit\" holds words that hardly");
        assertThat(check("--data", table.toString(), "--label", "diagnose").code())
                .isEqualTo(4);
        assertThat(check().code()).as("no configuration").isEqualTo(3);
        assertThat(check("--labels", "l.idx").code()).isEqualTo(2);
    }

    @Test
    void aRepeatedPatientIsReportedAndAGroupMendsIt() {
        found();
        rows.forEach(row -> row[0] = "p" + Integer.parseInt(row[0].substring(1)) / 3);

        JsonNode told = found(0);
        assertThat(findings(told, "WARN")).singleElement().asString().contains("leakage visit comes more than once");
        String config = shell.read("north/starling.toml");
        shell.write("north/starling.toml", config.replace("# group = \"patient_id\"", "group = \"visit\""));
        JsonNode mended = found(0);
        assertThat(mended.get("worst").asText()).isEqualTo("PASS");
        assertThat(findings(mended, "PASS")).anyMatch(what -> what.contains("200 groups, none of them on both sides"));
        rows.get(4)[0] = "";
        assertThat(findings(found(0), "WARN")).singleElement().asString().contains("group visit is missing in 1 rows");
    }

    @Test
    void rowsThatAreThereTwiceAreCountedWhetherEqualOrNearly() {
        found();
        for (int i = 0; i < 3; i++) {
            rows.add(rows.get(i).clone());
            String[] near = rows.get(10 + i).clone();
            near[1] = "%.2f".formatted(Double.parseDouble(near[1]) + 0.05);
            rows.add(near);
            String[] other = rows.get(20 + i).clone();
            other[5] = other[5].equals("sick") ? "well" : "sick";
            rows.add(other);
        }

        List<String> warnings = findings(found(0), "WARN");

        assertThat(warnings).anyMatch(what -> what.contains("3 rows are equal to an earlier one;"));
        assertThat(warnings).anyMatch(what -> what.contains("6 rows are nearly equal"));
        assertThat(warnings).anyMatch(what -> what.contains("3 rows are equal to an earlier one except for the label"));
        rows.addAll(List.copyOf(rows));
        assertThat(findings(found(4), "FAIL")).anyMatch(what -> what.startsWith("leakage"));
    }

    @Test
    void whatIsMissingConstantOrFarOutIsNamedByColumn() {
        found();
        for (int row = 0; row < 600; row++) {
            rows.get(row)[1] = row < 200 ? "?" : rows.get(row)[1];
            rows.get(row)[4] = "no";
        }
        rows.get(7)[2] = "1200";

        List<String> warnings = findings(found(0), "WARN");

        assertThat(warnings).hasSize(3);
        assertThat(warnings).anyMatch(what -> what.startsWith("missing age is missing in 200 of 600 cells"));
        assertThat(warnings).anyMatch(what -> what.startsWith("constant smoker"));
        assertThat(warnings).anyMatch(what -> what.startsWith("outliers pressure holds 1 number more than 10"));
    }

    @Test
    void whereTableAndCharterDisagreeIsNamedAllAtOnce() {
        found();
        for (int row = 0; row < 600; row++) {
            rows.get(row)[1] = row % 100 == 0 ? "old" : rows.get(row)[1];
            rows.get(row)[3] = "%.1f".formatted(1000 * Double.parseDouble(rows.get(row)[3]));
            rows.get(row)[4] = row < 50 ? "often" : rows.get(row)[4];
            rows.get(row)[5] = row < 5 ? "dead" : rows.get(row)[5];
        }
        Path table = table();
        shell.write("own.csv", shell.read("own.csv").replace("pressure", "presure"));

        Shell.Result result = check("--json", "--data", table.toString());

        assertThat(result.code()).isEqualTo(4);
        assertThat(findings(result.json(), "FAIL"))
                .hasSize(3)
                .anyMatch(what -> what.contains("pressure is not in the table; is it \"presure\"?"))
                .anyMatch(what -> what.contains(
                        "age holds numbers in the charter and 6 cells here that are none, the" + " first on line 2"))
                .anyMatch(what -> what.contains("diagnosis holds no class of the charter in 5 of 600 rows"));
        assertThat(findings(result.json(), "WARN"))
                .anyMatch(what -> what.contains("weight has a mean") && what.contains("another unit"))
                .anyMatch(what -> what.contains("smoker holds 1 words that the charter does not list, in 50"));
    }

    @Test
    void tooFewRowsAClassThatIsMissingAndAnUnreadableTableFail() {
        found();
        rows = new ArrayList<>(rows.subList(0, 22));
        rows.forEach(row -> row[5] = "well");
        assertThat(findings(found(4), "FAIL"))
                .anyMatch(what -> what.contains("18 rows are left to train on, and data.minimum_rows asks for 20"))
                .anyMatch(what -> what.contains("1 classes occur"));

        shell.write("own.csv", "visit,age\n1,2\n3\n");
        Shell.Result ragged = check();
        assertThat(ragged.code()).isEqualTo(4);
        assertThat(ragged.out()).contains("own.csv:3 the row has 1 cells, the header 2");
        assertThat(check("--data", root.toString()).out()).contains("is not a regular file");
        assertThat(check("--data", shell.path("none.csv").toString()).code()).isEqualTo(4);
    }

    @Test
    void whatOnlyATrainingWouldRefuseIsAFindingBesideTheOthers() {
        found();
        rows.get(3)[1] = "9e99";

        JsonNode told = found(4);

        assertThat(findings(told, "FAIL")).singleElement().asString().contains("own.csv:5 is out of range once scaled");
        assertThat(told.get("rows").asInt()).isEqualTo(600);
    }

    @Test
    void aTableThatEverybodyMayChangeIsReported() throws Exception {
        found();
        Files.setPosixFilePermissions(table(), PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(check().out()).contains("WARN file").contains("may be changed by everybody");
    }

    @Test
    void imagesAreLookedAtAsOneBlock() throws Exception {
        byte[] pixels = new byte[200 * 16];
        byte[] labels = new byte[200];
        new java.util.Random(3).nextBytes(pixels);
        for (int i = 0; i < 200; i++) {
            labels[i] = (byte) (i % 3);
            for (int margin = 0; margin < 10; margin++) {
                pixels[16 * i + margin] = 0;
            }
        }
        System.arraycopy(pixels, 0, pixels, 16 * 150, 16 * 10);
        Path images = Files.write(root.resolve("i.idx"), idx(8, new int[] {200, 4, 4}, pixels));
        Path names = Files.write(root.resolve("l.idx"), idx(8, new int[] {200}, labels));

        Shell.Result result = check("--json", "--data", images.toString(), "--labels", names.toString());

        assertThat(result.code()).isZero();
        assertThat(findings(result.json(), "WARN"))
                .anyMatch(what -> what.contains("constant pixel holds the same in every row at 10 of 16 positions"))
                .anyMatch(what -> what.contains("10 rows are equal to an earlier one"));
        assertThat(result.json().get("training_rows").asInt()).isEqualTo(160);
    }
}
