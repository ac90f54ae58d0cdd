package dev.starling.testnet.report;

import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Point;
import dev.starling.testnet.report.FederationReport.References;
import dev.starling.testnet.report.FederationReport.Run;
import dev.starling.testnet.report.FederationReport.Task;
import java.util.List;
import java.util.stream.IntStream;

/** Reports to test with: six members, of whom one leaves and one joins late. */
final class Samples {

    static final int TEST_ROWS = 114;
    static final HoldOuts HOLD_OUTS =
            new HoldOuts(72, right(110), new HoldOuts.Together(2, 4, 5, 63, 60 / 63.0, 0.1234567));

    static final Run RUN = new Run(40, 31.24, 1, 0.0131, "report.html", HOLD_OUTS);

    private Samples() {}

    static FederationReport report() {
        return report(members());
    }

    static FederationReport report(List<Member> members) {
        return report(members, new References(right(110), List.of(), List.of()), Provenance.NONE);
    }

    static FederationReport report(List<Member> members, References references, Provenance provenance) {
        Task task = new Task(Score.ACCURACY, List.of("benign", "malignant"), TEST_ROWS);
        return new FederationReport(task, members, references, RUN, provenance);
    }

    /** A regression whose label is dealt with in two ranges, and one model on everybody's rows errs by 3.4. */
    static FederationReport errors(Member... members) {
        Task task = new Task(Score.RMSE, List.of("below 20", "20 and more"), TEST_ROWS);
        References references = new References(3.4, List.of(), List.of());
        return new FederationReport(task, List.of(members), references, RUN, Provenance.NONE);
    }

    /** A member of a regression that errs so much alone and federated. */
    static Member erring(String name, double alone, double federated) {
        List<Point> curve = List.of(new Point(1, 4 * federated), new Point(40, federated));
        return new Member(name, 5, List.of(3, 2), alone, federated, 1_234, 40, false, false, curve);
    }

    /** A federation of so many members, each a little better than the one before. */
    static FederationReport ranked(int members) {
        return report(IntStream.rangeClosed(1, members)
                .mapToObj(i -> member("Tree " + i, List.of(3, 2), 60, 60 + i, 0, 40))
                .toList());
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
