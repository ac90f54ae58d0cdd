package dev.starling.node.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What this site has agreed to run: a copy of the charter's bytes, made when somebody here accepted it by its hash. A founder
 * accepts by signing. A charter that differs by one byte has to be accepted anew, and what differs is shown.
 */
public final class Acceptance {
    /** Least digits of the hash that accept a charter: as many as nobody types without having read them. */
    public static final int FEWEST_DIGITS = 8;

    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{" + FEWEST_DIGITS + ",64}");
    private static final int SHOWN = 10;
    private static final int LONGEST = 100;

    private Acceptance() {}

    /** Whether these can be the first digits of a hash. */
    public static boolean isHash(String digits) {
        return DIGITS.matcher(digits).matches();
    }

    /** Keeps the charter as the accepted one; durable on return. */
    public static void record(DataDirectory directory, CharterDocument document) throws IOException {
        DurableFile.replace(directory.acceptedCharter(), document.signed().charter());
    }

    /** Whether exactly this charter was accepted here. */
    public static boolean holds(DataDirectory directory, CharterDocument document) throws NodeFailure {
        return differences(directory, document).filter(List::isEmpty).isPresent();
    }

    /**
     * Refuses a charter that nobody here has accepted.
     *
     * @throws NodeFailure naming the verb that accepts it, and every line in which it is not the one that was accepted
     */
    public static void require(DataDirectory directory, CharterDocument document) throws NodeFailure {
        Optional<List<String>> differences = differences(directory, document);
        String accept = "read it with `starling charter show`, then run `starling charter accept "
                + document.federation().shortHex() + "`";
        if (differences.isEmpty()) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    "the charter \"" + document.charter().name() + "\" was not accepted at this site yet; " + accept);
        }
        if (!differences.get().isEmpty()) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    directory.charter() + ": is not the charter that was accepted at this site, "
                            + directory.acceptedCharter() + "; put that back, or " + accept + "\n"
                            + String.join("\n", differences.get()));
        }
    }

    /** Lines of either that the other has not; empty when no charter was accepted. */
    private static Optional<List<String>> differences(DataDirectory directory, CharterDocument document)
            throws NodeFailure {
        try {
            String accepted = Files.readString(directory.acceptedCharter(), StandardCharsets.ISO_8859_1);
            String present = new String(document.signed().charter(), StandardCharsets.ISO_8859_1);
            return Optional.of(accepted.equals(present) ? List.of() : differences(accepted, present));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static List<String> differences(String accepted, String present) {
        List<String> lines = new ArrayList<>(only("  accepted", accepted, present));
        lines.addAll(only("  now", present, accepted));
        return lines.isEmpty() ? List.of("  the same lines in another order") : lines;
    }

    private static List<String> only(String whose, String text, String other) {
        Map<String, Integer> there = new HashMap<>();
        other.lines().forEach(line -> there.merge(line, 1, Integer::sum));
        List<String> only = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (there.merge(line, -1, Integer::sum) < 0) {
                only.add(whose + ", line " + number + ": " + printable(line));
            }
        }
        int more = only.size() - SHOWN;
        if (more > 0) {
            only.subList(SHOWN, only.size()).clear();
            only.add(whose + ": " + more + " more lines");
        }
        return only;
    }

    private static String printable(String line) {
        String text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", "?");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
