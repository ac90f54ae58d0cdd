package dev.starling.testnet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurvesTest {

    @Test
    void aMemberCountsFromItsFirstMeasurementToItsLast() {
        Curves curves = Curves.of(
                Score.ACCURACY,
                List.of(
                        member(new Point(1, 0.5), new Point(2, 0.75), new Point(3, 1)),
                        member(new Point(2, 0.25)),
                        member(new Point(1, 0.5), new Point(3, 0.5))));
        assertThat(curves.mean()).containsExactly(new Point(1, 0.5), new Point(2, 0.5), new Point(3, 0.75));
        assertThat(curves.worst()).containsExactly(new Point(1, 0.5), new Point(2, 0.25), new Point(3, 0.5));
    }

    @Test
    void theWorstOfErrorsIsTheLargest() {
        Curves curves = Curves.of(Score.RMSE, List.of(member(new Point(1, 3)), member(new Point(1, 5))));
        assertThat(curves.worst()).containsExactly(new Point(1, 5));
    }

    @Test
    void membersWithoutMeasurementsMakeNoCurve() {
        assertThat(Curves.of(Score.ACCURACY, List.of(member())).mean()).isEmpty();
    }

    private static Member member(Point... curve) {
        return new Member("Alder", 0, List.of(), 0, 0, 0, 0, false, false, List.of(curve));
    }
}
