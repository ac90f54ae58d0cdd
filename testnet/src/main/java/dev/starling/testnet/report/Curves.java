package dev.starling.testnet.report;

import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Point;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What the members' curves amount to together, slot by slot. Members count their slots themselves and may pass one
 * over, so between its first and its last measurement a member counts with the latest one.
 *
 * @param mean the mean score of the members present
 * @param worst the worst score among the members present
 */
record Curves(List<Point> mean, List<Point> worst) {

    static Curves of(Score score, List<Member> members) {
        TreeMap<Integer, List<Double>> scores = new TreeMap<>();
        members.stream()
                .flatMap(member -> member.curve().stream())
                .forEach(point -> scores.put(point.slot(), List.of()));
        scores.replaceAll((slot, none) -> members.stream()
                .flatMapToDouble(member -> scoreAt(slot, member.curve()))
                .boxed()
                .toList());
        return new Curves(
                summary(scores, at -> at.average().orElseThrow()),
                summary(scores, at -> at.reduce(score::worse).orElseThrow()));
    }

    private static List<Point> summary(Map<Integer, List<Double>> scores, ToDoubleFunction<DoubleStream> figure) {
        return scores.entrySet().stream()
                .map(entry -> new Point(
                        entry.getKey(),
                        figure.applyAsDouble(entry.getValue().stream().mapToDouble(Double::doubleValue))))
                .toList();
    }

    private static DoubleStream scoreAt(int slot, List<Point> curve) {
        if (curve.isEmpty() || curve.get(curve.size() - 1).slot() < slot) {
            return DoubleStream.empty();
        }
        return curve.stream().takeWhile(point -> point.slot() <= slot).reduce((earlier, later) -> later).stream()
                .mapToDouble(Point::score);
    }
}
