package dev.starling.node.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of protocol buffers in the making (the encoding is protobuf.dev/programming-guides/encoding): fields are
 * appended in the order of the calls. Long contents are not held, but written when the whole message is.
 */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final List<Piece> pieces = new ArrayList<>();
    private ByteArrayOutputStream tail = new ByteArrayOutputStream();
    private long length;

    /** Writes bytes that were announced with their number. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private record Piece(ByteArrayOutputStream before, Content content) {}

    /** A number, not negative. */
    ProtoMessage number(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    ProtoMessage text(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return content(field, utf8.length, out -> out.write(utf8));
    }

    ProtoMessage message(int field, ProtoMessage inner) {
        return content(field, inner.length, inner::writeTo);
    }

    /**
     * Bytes that are written later.
     *
     * @param bytes how many the content will write
     */
    ProtoMessage content(int field, long bytes, Content content) {
        varint((long) field << 3 | LENGTH_DELIMITED);
        varint(bytes);
        pieces.add(new Piece(tail, content));
        tail = new ByteArrayOutputStream();
        length += bytes;
        return this;
    }

    private void varint(long value) {
        for (long rest = value; ; rest >>>= 7) {
            length++;
            if (rest < 0x80) {
                tail.write((int) rest);
                return;
            }
            tail.write((int) ((rest & 0x7F) | 0x80));
        }
    }

    void writeTo(OutputStream out) throws IOException {
        for (Piece piece : pieces) {
            piece.before().writeTo(out);
            piece.content().writeTo(out);
        }
        tail.writeTo(out);
    }
}
