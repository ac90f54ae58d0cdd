package dev.starling.node.table;

import dev.starling.node.array.ArrayHeader;
import dev.starling.node.array.ElementType;
import dev.starling.node.charter.Charter;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the header of an array says: rows of items that are all of one shape, in C order.
 *
 * @param element how a number is stored
 * @param rows number of items, at least 1
 * @param itemShape length of each further dimension, at least 1 each; empty when an item is one number
 */
public record ArrayLayout(Element element, int rows, List<Integer> itemShape) {
    private static final int MAX_DIMENSIONS = 8;

    /** How an array is stored. */
    public enum Format {
        /** The format of the MNIST files (LeCun, Cortes, Burges): big-endian, no names. */
        IDX("pixel"),
        /** NumPy's, NEP 1. */
        NPY("x");

        private final String block;

        Format(String block) {
            this.block = block;
        }

        /** What a charter calls a row's numbers when it takes them as one block. */
        public String block() {
            return block;
        }
    }

    /**
     * How a number is stored.
     *
     * @param format of the file
     * @param type of the number
     * @param order of its bytes
     */
    public record Element(Format format, ElementType type, ByteOrder order) {}

    public ArrayLayout {
        itemShape = List.copyOf(itemShape);
    }

    /**
     * A layout within bounds.
     *
     * @param name of the file
     * @param format of the file
     * @param header what the file says, the rows first
     * @throws DataException when there are no rows, or too many of something
     */
    static ArrayLayout of(String name, Format format, ArrayHeader header) throws DataException {
        List<Long> shape = header.shape();
        if (shape.isEmpty() || shape.size() > MAX_DIMENSIONS) {
            String what = "has " + shape.size() + " dimensions";
            throw new DataException(
                    name, 0, null, what, "give an array of 1 to " + MAX_DIMENSIONS + ", the rows first");
        }
        long rows = shape.get(0);
        long width = 1;
        for (long length : shape.subList(1, shape.size())) {
            width *= Math.min(length, Charter.MAX_WIDTH + 1L);
            if (width < 1 || width > Charter.MAX_WIDTH) {
                String remedy = "give 1 to " + Charter.MAX_WIDTH + " values a row";
                throw new DataException(name, 0, null, "has rows of no or too many values", remedy);
            }
        }
        if (rows < 1 || rows > Integer.MAX_VALUE) {
            throw new DataException(
                    name, 0, null, "has no rows or too many", "give 1 to " + Integer.MAX_VALUE + " rows");
        }
        List<Integer> itemShape =
                shape.subList(1, shape.size()).stream().map(Long::intValue).toList();
        return new ArrayLayout(new Element(format, header.type(), header.order()), (int) rows, itemShape);
    }

    /** Numbers in an item. */
    public int width() {
        return itemShape.stream().reduce(1, Math::multiplyExact);
    }

    /** Bytes of an item. */
    public int itemBytes() {
        return width() * element.type().bytes();
    }

    /** Bytes of all items. */
    long bytes() {
        return (long) rows * itemBytes();
    }

    /** An item in words, such as "images of 28 x 28 = 784 values". */
    public String words() {
        if (itemShape.size() < 2) {
            return "rows of " + width() + " values";
        }
        String shape = itemShape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
        return (itemShape.size() == 2 ? "images of " : "items of ") + shape + " = " + width() + " values";
    }
}
