/**
 * Models as files of their own: the parameters of one model, written as NumPy archive, safetensors, JSON or ONNX graph, so
 * that other programs load them and predict the same; and read again from the first two, to start a federation from. With
 * the parameters goes a card, {@link dev.starling.node.model.ModelCard}, that says what the model expects and where it comes
 * from. A file appears as a whole or not at all, and never in the place of another unless that is asked for. What is read
 * may come from anywhere: no length in it is believed before it was checked against the file. The same model gives the same
 * bytes. The package reads and writes files; it computes nothing.
 *
 * <p><b>ONNX</b> is written by hand: {@link dev.starling.node.model.OnnxGraph} needs some twenty fields of a schema that has
 * hundreds, and a library would bring generated code for all of them into the node. Tests run the graphs in ONNX Runtime.
 */
@NullMarked
package dev.starling.node.model;

import org.jspecify.annotations.NullMarked;
