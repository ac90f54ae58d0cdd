package dev.starling.node.charter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.starling.crypto.trust.document.Member;
import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Mixing.Encoding;
import dev.starling.node.charter.Charter.Model;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Vector;
import dev.starling.node.toml.ConfigException;
import dev.starling.node.toml.ConfigException.Problem;
import dev.starling.node.toml.TomlFile;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CharterTest {
    private static final String HEAD = "format = 1\nname = \"trial\"\n[[founder]]\ncard = \""
            + Charters.member(1).card() + "\"\n";
    private static final String DATA = """
            [data]
            label = "sick"
            classes = ["no", "yes"]
            [[data.column]]
            name = "age"
            kind = "numeric"
            """;

    private static Charter parse(String text) throws ConfigException {
        return Charter.parse(text.getBytes(UTF_8), "charter.toml");
    }

    private static List<Problem> problems(String text) {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> parse(text));
        assertThat(refusal).as("the text is refused").isNotNull();
        assertThat(refusal).message().hasLineCount(refusal.problems().size());
        return refusal.problems();
    }

    /** The only problem of a text. */
    private static Problem problem(String text) {
        List<Problem> problems = problems(text);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void aCharterWithoutOptionalKeysHasTheDocumentedDefaults() throws ConfigException {
        Charter charter = parse(HEAD + DATA);

        assertThat(charter.name()).isEqualTo("trial");
        assertThat(charter.founders()).containsExactly(Charters.member(1));
        assertThat(charter.schema().columns()).containsExactly(new Numeric("age", 0, 1));
        assertThat(charter.model()).isEqualTo(new Model(Model.Kind.SOFTMAX, List.of(), 1));
        assertThat(charter.training()).isEqualTo(new Charter.Training(20, 16, 0.5, 0.1, 0.8, 0.5, 0));
        assertThat(charter.plan()).isEqualTo(new Charter.Plan(100, 0, 2));
        assertThat(charter.mixing()).isEqualTo(new Charter.Mixing(0, Encoding.INT8));
        assertThat(charter.admission().quorum()).isEqualTo(1);
        assertThat(charter.limits().maxNorm()).isEqualTo(1e6);
    }

    @Test
    void everyKeyIsReadFromTheText() throws ConfigException {
        Charter charter =
                parse(HEAD + "[[founder]]\ncard = \"" + Charters.member(2).card() + "\"\n" + DATA + """
                mean = 50
                deviation = 12.5
                [[data.column]]
                name = "smoker"
                kind = "categorical"
                categories = ["never", "former", "current"]
                [model]
                kind = "mlp"
                hidden = [64, 32]
                seed = -7
                [training]
                steps = 5
                batch = 8
                rate = 0.25
                decay = 0.5
                decay_after = 0.9
                momentum = 0
                proximal = 0.01
                [plan]
                slots = 0
                min_slot_millis = 250
                start_members = 3
                [mixing]
                mode = "exact"
                byzantine = 0
                fanout = 8
                encoding = "float32"
                [admission]
                quorum = 2
                [limits]
                max_norm = 1e3
                """);

        assertThat(charter.schema().columns())
                .containsExactly(
                        new Numeric("age", 50, 12.5), new Categorical("smoker", List.of("never", "former", "current")));
        assertThat(charter.features()).isEqualTo(4);
        assertThat(charter.layerSizes()).containsExactly(4, 64, 32, 2);
        assertThat(charter.parameters()).isEqualTo(5 * 64 + 65 * 32 + 33 * 2);
        assertThat(charter.model().seed()).isEqualTo(-7);
        assertThat(charter.training()).isEqualTo(new Charter.Training(5, 8, 0.25, 0.5, 0.9, 0, 0.01));
        assertThat(charter.plan()).isEqualTo(new Charter.Plan(0, 250, 3));
        assertThat(charter.mixing()).isEqualTo(new Charter.Mixing(8, Encoding.FLOAT32));
        assertThat(charter.admission().quorum()).isEqualTo(2);
        assertThat(charter.limits().maxNorm()).isEqualTo(1000);
    }

    @Test
    void whatIsWrittenReadsBackAsTheSameCharter() throws ConfigException {
        Charter charter = Charters.of(
                new Model(Model.Kind.MLP, List.of(7, 5), 42),
                new Numeric("a \"quoted\" name", 0.1 + 0.2, 1e-9),
                new Numeric("größe", -1234567.875, 1e20),
                new Categorical("smoker", List.of("never", "back\\slash")));

        String text = Charter.write(charter);

        assertThat(parse(text)).isEqualTo(charter);
        assertThat(Charter.write(parse(text))).isEqualTo(text);
    }

    @Test
    void aQuantityAndAVectorReadBackAsTheyWereWritten() throws ConfigException {
        Charter plain = Charters.of(new Model(Model.Kind.SOFTMAX, List.of(), 1), new Vector("pixel", 784, 0, 255));
        Schema schema =
                new Schema("age", new Quantity(51.5, 12.25), plain.schema().columns());
        Charter charter = Charter.withDefaults("ages", plain.founders(), schema);

        String text = Charter.write(charter);

        assertThat(parse(text)).isEqualTo(charter);
        assertThat(charter.layerSizes()).containsExactly(784, 1);
        assertThat(schema.metric()).isEqualTo(Metric.RMSE);
        assertThat(schema.classes()).isEmpty();
        assertThat(text).contains("[data.target]\nmean = 51.5\n").contains("# A vector is a block of numbers");
        assertThat(Charter.write(plain)).doesNotContain("data.target").contains("classes = ");
    }

    @Test
    void aCharterThatLeavesScalingToTheFoundersHasNoFiguresAndReadsBack() throws ConfigException {
        Charter plain = Charters.of(new Model(Model.Kind.SOFTMAX, List.of(), 1), new Numeric("age", 0, 1));
        List<Member> founders = List.of(Charters.member(1), Charters.member(2), Charters.member(3));
        Schema schema = new Schema(
                "sick", plain.schema().target(), List.of(new Numeric("age", 0, 1), new Vector("v", 3, 0, 1)), true);
        Charter classes = Charter.withDefaults("three", founders, schema);
        Charter number =
                Charter.withDefaults("three", founders, new Schema("stay", new Quantity(0, 1), schema.columns(), true));

        assertThat(parse(Charter.write(classes))).isEqualTo(classes);
        assertThat(parse(Charter.write(number))).isEqualTo(number);
        assertThat(Charter.write(number)).doesNotContain("mean = ").contains("scaling = \"federated\"");
        assertThat(schema.statisticsWords()).isEqualTo(1 + 7 + 7 + 2);
        String text = Charter.write(classes);
        String typed = text.replace("kind = \"numeric\"", "kind = \"numeric\"\nmean = 3");
        assertThat(problem(typed).message()).isEqualTo("data.column.mean stands beside scaling = \"federated\"");
        String two = Charter.write(Charter.withDefaults("two", founders.subList(0, 2), schema));
        assertThat(problem(two).message()).isEqualTo("data.scaling is \"federated\" with 2 founders");
    }

    @Test
    void aLabelIsEitherAWordOrANumber() {
        String quantity = "[data.target]\nmean = 1\n";
        assertThat(problem(HEAD + DATA + quantity))
                .extracting(Problem::message, Problem::line)
                .containsExactly("data.target stands beside data.classes", 11);
        String neither = HEAD + DATA.replace("classes = [\"no\", \"yes\"]\n", "");
        assertThat(problem(neither).message()).isEqualTo("data.classes lists 0 classes");
        assertThat(problem(neither).remedy()).contains("each once").contains("[data.target]");
        assertThat(problem(neither + "[data.target]\ndeviation = 0\n").message())
                .isEqualTo("data.target.deviation is not a number above 0.0");
        assertThat(problem(neither + "[data.target]\nspread = 1\n").message())
                .isEqualTo("data.target.spread is not a key of this file");
    }

    @Test
    void aVectorHasAWidthAndAModelIsBoundedAsAWhole() {
        String vector = "[[data.column]]\nname = \"v\"\nkind = \"vector\"\n";
        assertThat(problem(HEAD + DATA + vector).message()).isEqualTo("data.column.width is missing");
        assertThat(problem(HEAD + DATA + vector + "width = 10000001\n").message())
                .isEqualTo("data.column.width is not a whole number from 1 to 10000000");
        StringBuilder wide = new StringBuilder(HEAD + DATA);
        for (int i = 0; i < 300; i++) {
            wide.append(vector.replace("\"v\"", "\"v" + i + "\"")).append("width = 10000000\n");
        }
        assertThat(problems(wide.toString()))
                .extracting(Problem::message)
                .anySatisfy(message -> assertThat(message).contains("parameters, too large"));
    }

    @Test
    void everyKeyThatIsWrittenHasACommentAboveItOrAboveItsTable() {
        String text = Charter.write(Charters.of(new Model(Model.Kind.SOFTMAX, List.of(), 1), new Numeric("age", 0, 1)));

        assertThat(text).contains("# Step size of stochastic gradient descent.\nrate = 0.5\n");
        assertThat(text).contains("max_norm = 1000000.0\n");
        assertThat(text).doesNotContain("%");
    }

    @Test
    void allProblemsAreReportedAtOnceInTheOrderOfTheFile() {
        List<Problem> problems = problems("""
                format = 2
                name = ""
                colour = "red"
                [data]
                label = "sick"
                classes = ["only"]
                [[data.column]]
                name = "age"
                kind = "numerical"
                [training]
                stepz = 20
                batch = "many"
                momentum = 1.0
                """);

        assertThat(problems).extracting(Problem::line).containsExactly(1, 1, 2, 3, 6, 9, 11, 12, 13);
        assertThat(problems).allSatisfy(problem -> {
            assertThat(problem.file()).isEqualTo("charter.toml");
            assertThat(problem.column()).isEqualTo(1);
            assertThat(problem.remedy()).isNotBlank();
        });
    }

    @Test
    void aMisspeltKeyIsAnErrorThatNamesTheKeyThatWasMeant() {
        assertThat(problem(HEAD + DATA + "[training]\nmometum = 0.5\n"))
                .extracting(Problem::message, Problem::remedy)
                .containsExactly("training.mometum is not a key of this file", "did you mean \"momentum\"?");
        assertThat(problem(HEAD + DATA + "[trainign]\n").remedy()).isEqualTo("did you mean \"training\"?");
        assertThat(problem(HEAD + DATA + "[mixing]\nencoding = \"int88\"\n").remedy())
                .isEqualTo("did you mean \"int8\"?");
    }

    @Test
    void aKeyOfAnotherKindOfColumnIsAnError() {
        assertThat(problem(HEAD + DATA + "categories = [\"a\"]\n").message())
                .isEqualTo("data.column.categories is not a key of this file");
    }

    @Test
    void robustMixingIsRefusedWithWhatToSetInstead() {
        assertThat(problem(HEAD + DATA + "[mixing]\nbyzantine = 1\n").remedy())
                .isEqualTo("this version mixes in exact mode only; set byzantine = 0");
        assertThat(problem(HEAD + DATA + "[mixing]\nmode = \"robust\"\n").remedy())
                .isEqualTo("this version mixes in exact mode only; set mode = \"exact\"");
        assertThat(problem(HEAD + DATA + "[mixing]\nfanout = 3\n").message()).isEqualTo("mixing.fanout is odd");
    }

    @Test
    void aCharterThatNobodyFoundsIsRefused() {
        assertThat(problem("format = 1\nname = \"x\"\n" + DATA).message()).isEqualTo("founder is missing");
        assertThat(problem(HEAD + "[[founder]]\ncard = \"starling-card1:AAAA\"\n" + DATA))
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(6))
                .satisfies(problem -> assertThat(problem.message()).startsWith("founder.card cannot be used"));
        String twice = "[[founder]]\ncard = \"" + Charters.member(1).card() + "\"\n";
        assertThat(problem(HEAD + twice + DATA).message())
                .isEqualTo("founder.card is the card of a founder who is listed above");
    }

    @Test
    void emptyListsAreAsGoodAsNone() {
        assertThat(problem("format = 1\nname = \"x\"\nfounder = []\n" + DATA).message())
                .isEqualTo("founder is missing");
        assertThat(problem(HEAD + "[data]\nlabel = 'a'\nclasses = ['b', 'c']\ncolumn = []\n")
                        .message())
                .isEqualTo("data.column is missing");
    }

    @Test
    void blanksAtTheEndsOfATextAreAnError() {
        assertThat(problem(HEAD.replace("trial", " trial") + DATA).line()).isEqualTo(2);
    }

    @Test
    void aBatchThatNoArrayHoldsIsTooLarge() {
        String model = "[model]\nkind = \"mlp\"\nhidden = [100000]\n[training]\nbatch = 65536\n";

        assertThat(problem(HEAD + DATA + model).message())
                .isEqualTo("training.batch makes a layer of 6553600000 values a batch, too large");
    }

    @Test
    void aQuorumThatTheFoundersCannotReachIsRefused() {
        assertThat(problem(HEAD + DATA + "[admission]\nquorum = 2\n").message())
                .isEqualTo("admission.quorum is above the number of founders, 1");
    }

    @Test
    void theLabelCannotBeAFeatureAndNoColumnStandsTwice() {
        String column = "[[data.column]]\nkind = \"numeric\"\nname = ";
        assertThat(problem(HEAD + DATA + column + "\"sick\"\n").message()).isEqualTo("data.column.name is the label");
        assertThat(problem(HEAD + DATA + column + "\"age\"\n").message())
                .isEqualTo("data.column.name is the name of a column above");
    }

    @Test
    void aModelOfMoreThanAHundredMillionParametersIsTooLarge() {
        Problem problem = problem(HEAD + DATA + "[model]\nkind = \"mlp\"\nhidden = [1000000, 1000]\n");

        assertThat(problem.message()).isEqualTo("model.hidden makes a model of 1002003002 parameters, too large");
        assertThat(problem.line()).isEqualTo(13);
    }

    @Test
    void hiddenLayersBelongToAPerceptronAndAPerceptronNeedsThem() {
        assertThat(problem(HEAD + DATA + "[model]\nhidden = [3]\n").message())
                .isEqualTo("model.hidden belongs to kind = \"mlp\"");
        assertThat(problem(HEAD + DATA + "[model]\nkind = \"mlp\"\n").message())
                .isEqualTo("model.hidden lists no layer");
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        assertThat(problem(HEAD + DATA + "mean = nan\n").message())
                .isEqualTo("data.column.mean is not a number (finite)");
        assertThat(problem(HEAD + DATA + "deviation = 0.0\n").message())
                .isEqualTo("data.column.deviation is not a number above 0.0");
        assertThat(problem(HEAD + DATA + "[limits]\nmax_norm = inf\n").line()).isEqualTo(12);
    }

    @Test
    void syntaxErrorsNameLineAndColumn() {
        assertThat(problems("format = 1\nname = \n"))
                .first()
                .extracting(Problem::line, Problem::column)
                .containsExactly(2, 8);
    }

    @Test
    void bytesThatAreNoTextAndTextThatIsNestedTooDeeplyAreRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Charter.parse(new byte[] {'a', (byte) 0xFF}, "charter.toml"))
                .withMessageContaining("not UTF-8");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> parse("a = " + "[".repeat(200_000)))
                .withMessageContaining("Nesting is too deep");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Charter.parse(new byte[TomlFile.MAX_BYTES + 1], "charter.toml"))
                .withMessageContaining("bytes");
    }

    @Test
    void damagedTextIsRefusedOrReadButNeverAnythingElse() {
        byte[] sound = Charter.write(Charters.of(new Model(Model.Kind.MLP, List.of(3), 1), new Numeric("age", 0, 1)))
                .getBytes(UTF_8);
        SplittableRandom random = new SplittableRandom(7);
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = sound.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Charter charter = Charter.parse(damaged, "charter.toml");
                assertThat(charter.parameters()).isPositive();
            } catch (ConfigException e) {
                assertThat(e.problems()).isNotEmpty();
                refused++;
            }
        }
        assertThat(refused).isBetween(200, 1999);
    }
}
