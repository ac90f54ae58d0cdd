package dev.starling.testnet.report;

import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Point;
import java.util.List;
import java.util.stream.IntStream;

/** Reports to test with: six members, of whom one leaves and one joins late. */
final class Samples {

    static final int TEST_ROWS = 114;

    private Samples() {}

    static FederationReport report() {
        return report(members());
    }

    static FederationReport report(List<Member> members) {
        return new FederationReport(
                members, List.of("benign", "malignant"), right(110), TEST_ROWS, 0.0131, 40, 31.24, 1, "report.html");
    }

    static List<Member> members() {
        return List.of(
                member("Alder", List.of(94, 10), 107, 110, 0, 40),
                member("Birch", List.of(4, 36), 91, 110, 0, 40),
                member("Cedar", List.of(43, 14), 108, 111, 0, 40),
                member("Dogwood", List.of(10, 22), 98, 109, 0, 28),
                member("Elm", List.of(24, 24), 105, 110, 0, 40),
                member("Fir", List.of(7, 29), 95, 110, 24, 40));
    }

    /** A member that is right on so many test rows alone and federated, and took part from one slot to another. */
    static Member member(String name, List<Integer> classRows, int alone, int federated, int from, int until) {
        int rows = classRows.stream().mapToInt(Integer::intValue).sum();
        return new Member(
                name,
                rows,
                classRows,
                right(alone),
                right(federated),
                1_000L * rows + 234,
                until - from,
                from > 0,
                until < 40,
                IntStream.rangeClosed(from + 1, until)
                        .mapToObj(slot -> new Point(slot, climb(slot, federated)))
                        .toList());
    }

    static double right(int rows) {
        return rows / (double) TEST_ROWS;
    }

    private static double climb(int slot, int federated) {
        return right(federated - (int) Math.round(16 * Math.exp(-(slot - 1) / 2.5)));
    }
}
