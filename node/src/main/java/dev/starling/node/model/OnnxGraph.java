package dev.starling.node.model;

import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Vector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The model as an ONNX graph, intermediate representation 7, operator set 13: old enough for every runtime of the last
 * years, and the first set whose Softmax is one of rows. The schema is onnx.proto3 of that version; each field that is used
 * stands here with its number.
 *
 * <pre>
 *  features double [rows, F] ─ Sub mean ─ Div deviation ─ NaN becomes 0 ─ Cast to float32
 *    ─ Gemm, Relu ─ … ─ Gemm ─ Softmax                                → probabilities float [rows, classes]
 *                            └ Cast to double ─ Mul deviation ─ Add mean → estimate double [rows, 1]
 * </pre>
 *
 * The input is what the table has, before scaling: numbers in their own unit, NaN for a missing one, and for each category of
 * a word 1 or 0. Scaling is done in double precision and then rounded, as a node does it, so that large numbers with a small
 * deviation keep their digits. The estimate is in the unit of the label.
 */
final class OnnxGraph {
    private static final int IR_VERSION = 7;
    private static final int OPERATOR_SET = 13;
    private static final int FLOAT = 1;
    private static final int DOUBLE = 11;
    private static final int INT = 2;

    private final ModelCard card;
    private final List<Tensor> tensors;
    private final float[] parameters;
    private final ProtoMessage graph = new ProtoMessage();

    private OnnxGraph(ModelCard card, List<Tensor> tensors, float[] parameters) {
        this.card = card;
        this.tensors = tensors;
        this.parameters = parameters;
    }

    static void write(ModelCard card, List<Tensor> tensors, float[] parameters, OutputStream out) throws IOException {
        new OnnxGraph(card, tensors, parameters).model().writeTo(out);
    }

    /** ModelProto: ir_version 1, producer_name 2, graph 7, opset_import 8, metadata_props 14. */
    private ProtoMessage model() {
        String last = layers(scaling());
        boolean classes = !(card.schema().target() instanceof Quantity);
        String output = classes
                ? probabilities(last)
                : estimate(last, (Quantity) card.schema().target());
        int outputs = card.layerSizes().get(card.layerSizes().size() - 1);
        // GraphProto: node 1, name 2, initializer 5, input 11, output 12.
        graph.text(2, "starling")
                .message(11, valueInfo("features", DOUBLE, card.layerSizes().get(0)))
                .message(12, valueInfo(output, classes ? FLOAT : DOUBLE, outputs));
        // OperatorSetIdProto: domain 1 (empty is ONNX's own), version 2.
        return new ProtoMessage()
                .number(1, IR_VERSION)
                .text(2, "starling")
                .message(7, graph)
                .message(8, new ProtoMessage().text(1, "").number(2, OPERATOR_SET))
                .message(14, property("format", CardJson.FORMAT))
                .message(14, property(Safetensors.CARD, CardJson.text(card)));
    }

    private String scaling() {
        vector("mean", OnnxGraph::mean);
        vector("deviation", OnnxGraph::deviation);
        // TensorProto without dims is a scalar.
        graph.message(5, tensor("zero", DOUBLE, List.of(), Double.BYTES, out -> out.write(new byte[Double.BYTES])));
        node("Sub", List.of("features", "mean"), "centred");
        node("Div", List.of("centred", "deviation"), "scaled");
        node("IsNaN", List.of("scaled"), "missing");
        node("Where", List.of("missing", "zero", "scaled"), "filled");
        node("Cast", List.of("filled"), "layer0.input", attribute("to", FLOAT));
        return "layer0.input";
    }

    private String layers(String input) {
        String below = input;
        for (int k = 0; k < tensors.size(); k += 2) {
            Tensor weight = tensors.get(k);
            Tensor bias = tensors.get(k + 1);
            String layer = "layer" + k / 2;
            for (Tensor tensor : List.of(weight, bias)) {
                graph.message(
                        5,
                        tensor(
                                tensor.name(),
                                FLOAT,
                                tensor.shape(),
                                tensor.bytes(),
                                out -> tensor.write(parameters, out)));
            }
            node("Gemm", List.of(below, weight.name(), bias.name()), layer + ".sums");
            below = layer + ".sums";
            if (k + 2 < tensors.size()) {
                node("Relu", List.of(below), layer + ".output");
                below = layer + ".output";
            }
        }
        return below;
    }

    private String probabilities(String sums) {
        node("Softmax", List.of(sums), "probabilities", attribute("axis", 1));
        return "probabilities";
    }

    private String estimate(String sums, Quantity quantity) {
        constant("target.mean", quantity.mean());
        constant("target.deviation", quantity.deviation());
        node("Cast", List.of(sums), "standardised", attribute("to", DOUBLE));
        node("Mul", List.of("standardised", "target.deviation"), "centred.estimate");
        node("Add", List.of("centred.estimate", "target.mean"), "estimate");
        return "estimate";
    }

    private static double mean(Column column) {
        return column instanceof Numeric numeric ? numeric.mean() : column instanceof Vector vector ? vector.mean() : 0;
    }

    private static double deviation(Column column) {
        return column instanceof Numeric numeric
                ? numeric.deviation()
                : column instanceof Vector vector ? vector.deviation() : 1;
    }

    /** One number a feature. */
    private void vector(String name, ToDoubleFunction<Column> value) {
        int width = card.layerSizes().get(0);
        graph.message(5, tensor(name, DOUBLE, List.of(width), (long) width * Double.BYTES, out -> {
            for (Column column : card.schema().columns()) {
                byte[] bytes = bytes(value.applyAsDouble(column));
                for (int k = 0; k < column.width(); k++) {
                    out.write(bytes);
                }
            }
        }));
    }

    private void constant(String name, double value) {
        graph.message(5, tensor(name, DOUBLE, List.of(), Double.BYTES, out -> out.write(bytes(value))));
    }

    private static byte[] bytes(double value) {
        return ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array();
    }

    /** TensorProto: dims 1, data_type 2, name 8, raw_data 9 (little-endian). */
    private static ProtoMessage tensor(
            String name, int type, List<Integer> shape, long bytes, ProtoMessage.Content content) {
        ProtoMessage tensor = new ProtoMessage();
        shape.forEach(extent -> tensor.number(1, extent));
        return tensor.number(2, type).text(8, name).content(9, bytes, content);
    }

    /** NodeProto: input 1, output 2, op_type 4, attribute 5. */
    private void node(String operator, List<String> inputs, String output, ProtoMessage... attributes) {
        ProtoMessage node = new ProtoMessage();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(4, operator);
        List.of(attributes).forEach(attribute -> node.message(5, attribute));
        graph.message(1, node);
    }

    /** AttributeProto: name 1, i 3, type 20. */
    private static ProtoMessage attribute(String name, int value) {
        return new ProtoMessage().text(1, name).number(3, value).number(20, INT);
    }

    /**
     * ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; its elem_type 1, shape 2; TensorShapeProto: dim 1, each with
     * dim_value 1 or dim_param 2.
     */
    private static ProtoMessage valueInfo(String name, int type, int width) {
        ProtoMessage shape = new ProtoMessage()
                .message(1, new ProtoMessage().text(2, "rows"))
                .message(1, new ProtoMessage().number(1, width));
        ProtoMessage tensorType = new ProtoMessage().number(1, type).message(2, shape);
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensorType));
    }

    /** StringStringEntryProto: key 1, value 2. */
    private static ProtoMessage property(String key, String value) {
        return new ProtoMessage().text(1, key).text(2, value);
    }
}
