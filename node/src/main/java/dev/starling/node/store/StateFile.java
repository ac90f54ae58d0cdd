package dev.starling.node.store;

import dev.starling.gossip.wire.DurableCodec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** What checkpoint and journal begin with: what the file is, and the versions of its layout and of what is inside. */
enum StateFile {
    CHECKPOINT("STARLCKP", "a checkpoint"),
    JOURNAL("STARLJNL", "a journal");

    /** Bytes of magic and versions. */
    static final int LEAD = 12;
    /** Version of the files; that of the layouts inside is {@link DurableCodec#VERSION}. */
    static final int VERSION = 3;

    private final String magic;
    private final String what;

    StateFile(String magic, String what) {
        this.magic = magic;
        this.what = what;
    }

    /** A buffer over an array in the byte order of all files. */
    static ByteBuffer numbers(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] magicBytes() {
        return magic.getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins a head. */
    ByteBuffer begin(byte[] head) {
        return numbers(head).put(magicBytes()).putShort((short) VERSION).putShort((short) DurableCodec.VERSION);
    }

    /** What follows the lead of a head, once that is this kind of file in a version that this program reads. */
    ByteBuffer open(byte[] head, Path path) throws StoreException {
        byte[] expected = magicBytes();
        if (head.length < LEAD || !Arrays.equals(expected, Arrays.copyOf(head, expected.length))) {
            throw StoreException.damaged(path, "this is not " + what, null);
        }
        ByteBuffer in = numbers(head).position(expected.length);
        int file = Short.toUnsignedInt(in.getShort());
        int inside = Short.toUnsignedInt(in.getShort());
        if (file != VERSION || inside != DurableCodec.VERSION) {
            throw StoreException.otherVersion(path, file + "." + inside, VERSION + "." + DurableCodec.VERSION);
        }
        return in;
    }
}
