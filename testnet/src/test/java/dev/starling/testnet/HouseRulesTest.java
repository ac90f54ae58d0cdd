package dev.starling.testnet;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The walls of the house, checked over the classes of all four modules. */
class HouseRulesTest {

    private static final String CRYPTO = "dev.starling.crypto..";
    private static final String GOSSIP = "dev.starling.gossip..";
    private static final String NODE = "dev.starling.node..";
    private static final String TESTNET = "dev.starling.testnet..";
    private static final int LINES_OF_CODE = 400;
    private static final int TYPES = 15;
    private static final Set<String> LARGE_PACKAGES = Set.of(
            "dev.starling.gossip",
            "dev.starling.gossip.consolidation",
            "dev.starling.gossip.encoding",
            "dev.starling.gossip.exchange",
            "dev.starling.gossip.liveness",
            "dev.starling.gossip.message",
            "dev.starling.gossip.wire",
            "dev.starling.node.store",
            "dev.starling.node.table",
            "dev.starling.testnet.invariant",
            "dev.starling.testnet.sim");

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.starling");
    }

    @ParameterizedTest
    @ValueSource(strings = {CRYPTO, GOSSIP, NODE, TESTNET})
    void everyModuleIsSeenByTheseRules(String module) {
        assertThat(classes.that(resideInAPackage(module))).isNotEmpty();
    }

    @Test
    void arrowsBetweenModulesPointDown() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("crypto")
                .definedBy(CRYPTO)
                .layer("gossip-protocol")
                .definedBy(GOSSIP)
                .layer("node")
                .definedBy(NODE)
                .layer("testnet")
                .definedBy(TESTNET)
                .whereLayer("crypto")
                .mayNotAccessAnyLayer()
                .whereLayer("gossip-protocol")
                .mayOnlyAccessLayers("crypto")
                .whereLayer("node")
                .mayOnlyAccessLayers("gossip-protocol", "crypto"));
    }

    @ParameterizedTest
    @CsvSource({
        "org.bouncycastle.., dev.starling.crypto..",
        "com.esotericsoftware.., dev.starling.gossip.wire..",
        "io.netty.., dev.starling.node.net..",
        "io.vertx.., dev.starling.node.admin..",
        "javax.jmdns.., dev.starling.node.discovery..",
        "org.nd4j.., dev.starling.node.learning..",
        "org.bytedeco.., dev.starling.node.learning..",
        "picocli.., dev.starling.node.cli..|dev.starling.testnet..",
    })
    void aNamedLibraryIsUsedInItsHomeOnly(String library, String homes) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(homes.split("\\|"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    @Test
    void theSealedRoomsOpenNoSocket() {
        DescribedPredicate<JavaClass> socketsInSignaturesOnly =
                assignableTo(X509ExtendedKeyManager.class).or(assignableTo(X509ExtendedTrustManager.class));
        check(noClasses()
                .that(resideInAnyPackage(CRYPTO, GOSSIP).and(not(socketsInSignaturesOnly)))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net..", "javax.net")
                        .or(namePrefixed(
                                "java.nio.channels.Socket",
                                "java.nio.channels.ServerSocket",
                                "java.nio.channels.Datagram",
                                "java.nio.channels.AsynchronousS",
                                "java.nio.channels.Selector"))));
    }

    @Test
    void theSealedRoomsTouchNoFileExceptTheKeysTheyGuard() {
        check(noClasses()
                .that(resideInAnyPackage(CRYPTO, GOSSIP).and(not(resideInAPackage("dev.starling.crypto.identity.."))))
                .should()
                .dependOnClassesThat(resideInAPackage("java.nio.file..")
                        .or(namePrefixed(
                                "java.io.File",
                                "java.io.RandomAccessFile",
                                "java.nio.channels.FileChannel",
                                "java.nio.channels.AsynchronousFile"))));
    }

    @Test
    void theSealedRoomsStartNoThread() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CRYPTO, GOSSIP)
                .should()
                .dependOnClassesThat(assignableTo(Executor.class)
                        .or(assignableTo(Future.class))
                        .or(namePrefixed("java.lang.Thread", "java.util.Timer", "java.util.concurrent.Executor"))
                        .and(not(namePrefixed("java.lang.ThreadLocal")))));
    }

    @Test
    void theSealedRoomsReadNoClock() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CRYPTO, GOSSIP)
                .should()
                .callMethodWhere(readsAClock())
                .orShould()
                .dependOnClassesThat(namePrefixed("java.time.Clock", "java.time.InstantSource")));
    }

    @Test
    void theSealedRoomsWriteNoLog() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CRYPTO, GOSSIP)
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.slf4j..", "ch.qos.logback..", "java.util.logging..")
                        .or(namePrefixed("java.lang.System$Logger", "java.io.PrintStream"))));
    }

    /** Java looks that up among the mounts, and throws where it sees none of them: in a chroot, in a container without /proc. */
    @Test
    void nobodyAsksWhichDiskAFileIsOn() {
        check(noClasses().should().callMethod(Files.class, "getFileStore", Path.class));
    }

    @Test
    void theSimulatorNeedsNoNode() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.starling.testnet.sim..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(NODE));
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        check(slices().assignedFrom(packages()).should().beFreeOfCycles());
    }

    /** A leaf of the node, and who beside the composition root and the command line may see it. */
    @ParameterizedTest
    @CsvSource({
        "net, ''",
        "discovery, ''",
        "learning, model matrix",
        "data, learning quality verdict",
        "statistics, data",
        "table, data statistics quality",
        "model, ''",
        "store, ''",
        "quality, ''",
        "verdict, ''",
        "matrix, ''",
        "admin, ''",
        "doctor, ''",
        "backup, ''"
    })
    void aLeafOfTheNodeIsSeenByTheRootAndTheCommandLineOnly(String leaf, String alsoSeenBy) {
        check(noClasses()
                .that()
                .resideInAPackage(NODE)
                .and()
                .resideOutsideOfPackages(
                        Stream.concat(Stream.of(leaf, "runtime", "site", "cli"), Stream.of(alsoSeenBy.split(" ", -1)))
                                .filter(name -> !name.isEmpty())
                                .map(name -> "dev.starling.node." + name + "..")
                                .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.starling.node." + leaf + ".."));
    }

    @Test
    void whatAChannelIsMadeOfIsTheNetworksAlone() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.starling.node.net..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.starling.node.net.channel.."));
    }

    @Test
    void nobodyInTheNodeDependsOnItsCommandLine() {
        check(noClasses()
                .that()
                .resideInAPackage(NODE)
                .and()
                .resideOutsideOfPackage("dev.starling.node.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.starling.node.cli.."));
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = classes.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(place -> !isNullMarked(place))
                .map(JavaPackage::getName)
                .toList();
        assertThat(unmarked).isEmpty();
    }

    @Test
    void noClassIsAnImplAndNoPackageIsARummageBox() {
        assertThat(classes.stream().map(JavaClass::getName))
                .noneMatch(name -> name.endsWith("Impl"))
                .noneMatch(name -> Set.of(name.split("[.$]")).contains("util"))
                .noneMatch(name -> Set.of(name.split("[.$]")).contains("common"));
    }

    @Test
    void noSourceFileHasMoreLinesOfCodeThanAReaderCanHold() throws IOException {
        TreeMap<Path, Integer> tooLong = new TreeMap<>();
        List<Path> sources = mainSources();
        for (Path source : sources) {
            int lines = CodeLines.in(source);
            if (lines > LINES_OF_CODE) {
                tooLong.put(source, lines);
            }
        }
        assertThat(sources).hasSizeGreaterThan(10);
        assertThat(tooLong).isEmpty();
    }

    /** Those that hold more each hold one family, which is easier read in one place; no other may join them. */
    @Test
    void aPackageHoldsNoMoreTypesThanAReaderCanHold() {
        Map<String, Long> types = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        types.values().removeIf(count -> count <= TYPES);

        assertThat(types.keySet()).isSubsetOf(LARGE_PACKAGES);
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }

    private static boolean isNullMarked(JavaPackage place) {
        return place.tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
    }

    private static DescribedPredicate<JavaClass> namePrefixed(String... prefixes) {
        return DescribedPredicate.describe(
                "named " + String.join("*, ", prefixes) + "*",
                type -> Stream.of(prefixes).anyMatch(type.getName()::startsWith));
    }

    private static DescribedPredicate<JavaMethodCall> readsAClock() {
        Set<String> onSystem = Set.of("nanoTime", "currentTimeMillis");
        return DescribedPredicate.describe("a clock is read", call -> {
            String owner = call.getTargetOwner().getName();
            String method = call.getName();
            return (owner.equals("java.lang.System") && onSystem.contains(method))
                    || (owner.startsWith("java.time.") && method.equals("now"));
        });
    }

    private static SliceAssignment packages() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith("dev.starling")
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    private static List<Path> mainSources() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(HouseRulesTest::javaFiles)
                    .sorted()
                    .toList();
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
