package dev.starling.node.array;

import java.nio.ByteOrder;
import java.util.List;

/**
 * What a file says of the array in it, in C order (the last dimension changes fastest). Only type and order are known to be
 * possible.
 *
 * @param type of each element
 * @param order of an element's bytes
 * @param shape length of each dimension, the slowest first; none is negative
 */
public record ArrayHeader(ElementType type, ByteOrder order, List<Long> shape) {
    public ArrayHeader {
        shape = List.copyOf(shape);
    }
}
