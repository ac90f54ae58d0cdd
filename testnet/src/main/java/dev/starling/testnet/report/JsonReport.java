package dev.starling.testnet.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Point;
import dev.starling.testnet.report.FederationReport.References;
import dev.starling.testnet.report.FederationReport.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report for scripts, which rely on these names: they may become more, and never change. */
final class JsonReport {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonReport() {}

    static ObjectNode of(FederationReport report) {
        Run run = report.run();
        ObjectNode json = JSON.objectNode();
        ArrayNode members = json.putArray("members");
        report.members().forEach(member -> members.add(member(member)));
        json.put("pooled", report.references().pooled())
                .put("mean", report.mean())
                .put("worst", report.worst())
                .put("spread", report.spread())
                .put("consensusDistance", run.consensusDistance())
                .put("bytesPerMember", report.bytesPerMember())
                .put("slots", run.slots())
                .put("seconds", run.seconds())
                .put("seed", run.seed())
                .put("report", run.report())
                .put("verdict", report.verdict().sentence());
        ArrayNode classes = json.putArray("classes");
        report.task().classes().forEach(classes::add);
        json.put("testRows", report.task().testRows())
                .put("meanAlone", report.meanAlone())
                .put("metric", report.task().score().word());
        json.set("provenance", provenance(report.provenance()));
        json.set("curves", curves(report));
        HoldOuts holdOuts = run.holdOuts();
        json.set("heldOut", holdOuts == null ? JSON.nullNode() : heldOut(holdOuts));
        json.set("federatedMetrics", holdOuts == null ? JSON.nullNode() : together(holdOuts.together()));
        return json;
    }

    private static ObjectNode member(Member member) {
        ObjectNode json = JSON.objectNode()
                .put("name", member.name())
                .put("rows", member.rows())
                .put("alone", member.alone())
                .put("federated", member.federated())
                .put("bytesSent", member.bytesSent())
                .put("slots", member.slots())
                .put("late", member.late())
                .put("left", member.left());
        ArrayNode classRows = json.putArray("classRows");
        member.classRows().forEach(classRows::add);
        ArrayNode curve = json.putArray("curve");
        member.curve()
                .forEach(point -> curve.addObject().put("slot", point.slot()).put("score", point.score()));
        return json;
    }

    private static ObjectNode heldOut(HoldOuts holdOuts) {
        return JSON.objectNode().put("rows", holdOuts.rows()).put("pooled", holdOuts.pooled());
    }

    private static JsonNode together(HoldOuts.@Nullable Together shown) {
        return shown == null
                ? JSON.nullNode()
                : JSON.objectNode()
                        .put("index", shown.model())
                        .put("newestIndex", shown.newestModel())
                        .put("members", shown.members())
                        .put("rows", shown.rows())
                        .put("score", shown.score())
                        .put("loss", shown.loss());
    }

    private static ObjectNode provenance(Provenance provenance) {
        ObjectNode json = JSON.objectNode()
                .put("command", provenance.command())
                .put("dataHash", provenance.dataHash())
                .put("charterHash", provenance.charterHash())
                .put("split", provenance.split())
                .put("model", provenance.model())
                .put("data", provenance.data());
        json.properties().removeIf(known -> known.getValue().textValue().isEmpty());
        return json;
    }

    private static ObjectNode curves(FederationReport report) {
        Curves together = Curves.of(report.task().score(), report.members());
        References references = report.references();
        ObjectNode json = JSON.objectNode();
        json.set("mean", pairs(together.mean()));
        json.set("worst", pairs(together.worst()));
        json.set("pooled", pairs(references.pooledCurve()));
        json.set("alone", pairs(references.aloneCurve()));
        ObjectNode each = json.putObject("members");
        report.members().forEach(member -> each.set(member.name(), pairs(member.curve())));
        return json;
    }

    private static ArrayNode pairs(List<Point> curve) {
        ArrayNode json = JSON.arrayNode();
        curve.forEach(point -> json.addArray().add(point.slot()).add(point.score()));
        return json;
    }
}
