package dev.starling.node.store;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.digest.RunningDigest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** The bytes of one released model, written and read piece by piece; the layout stands in the package documentation. */
final class ModelFile {
    static final int VERSION = 1;

    private static final byte[] MAGIC = "STARLMDL".getBytes(StandardCharsets.US_ASCII);
    private static final int FIXED = 58;
    private static final int FLOATS_AT_ONCE = 16 * 1024;
    private static final String REMEDY =
            "delete the file: the node fetches the model from another member when it needs it";

    private ModelFile() {}

    /** What stands before the parameters, with its digest. */
    static byte[] head(Release release, int dimension) {
        byte[] head = new byte[FIXED + release.certificate().length + Digest.BYTES];
        ByteBuffer out = numbers(head)
                .put(MAGIC)
                .putShort((short) VERSION)
                .putLong(release.index())
                .putInt(dimension)
                .putInt(release.certificate().length)
                .put(release.hash().bytes())
                .put(release.certificate());
        out.put(Digest.of(Arrays.copyOf(head, out.position())).bytes());
        return head;
    }

    /** Writes the parameters as little-endian float32; returns their digest. */
    static Digest write(Disk.Output out, float[] parameters) throws IOException {
        RunningDigest digest = new RunningDigest();
        byte[] bytes = new byte[Float.BYTES * FLOATS_AT_ONCE];
        for (int from = 0; from < parameters.length; from += FLOATS_AT_ONCE) {
            int floats = Math.min(FLOATS_AT_ONCE, parameters.length - from);
            numbers(bytes).asFloatBuffer().put(parameters, from, floats);
            out.write(bytes, 0, Float.BYTES * floats);
            digest.add(bytes, Float.BYTES * floats);
        }
        return digest.finish();
    }

    /** Reads and checks what stands before the parameters; the length of the file is checked, too. */
    static Release readHead(Disk.Input in, Path path, int dimension) throws StoreException, IOException {
        byte[] fixed = new byte[FIXED];
        long length = in.length();
        if (length < FIXED) {
            throw damaged(path, "this is not a released model");
        }
        in.read(fixed, 0, FIXED);
        ByteBuffer fields = numbers(fixed);
        if (!Arrays.equals(MAGIC, Arrays.copyOf(fixed, MAGIC.length))) {
            throw damaged(path, "this is not a released model");
        }
        int version = Short.toUnsignedInt(fields.position(MAGIC.length).getShort());
        if (version != VERSION) {
            throw damaged(path, "its layout has version " + version + ", and this node reads " + VERSION);
        }
        long index = fields.getLong();
        int parameters = fields.getInt();
        int certificateLength = fields.getInt();
        if (parameters != dimension) {
            throw damaged(path, "it has " + parameters + " parameters, and the model of the charter " + dimension);
        }
        long rest = length - FIXED - Digest.BYTES - (long) Float.BYTES * dimension;
        if (certificateLength != rest) {
            throw damaged(path, "the model is damaged: it has another length than it says");
        }
        byte[] certificate = new byte[certificateLength];
        in.read(certificate, 0, certificateLength);
        byte[] digest = new byte[Digest.BYTES];
        in.read(digest, 0, Digest.BYTES);
        if (!Digest.of(fixed, certificate).equals(Digest.wrap(digest))) {
            throw damaged(path, "the model is damaged: its head does not match its digest");
        }
        byte[] hash = new byte[Digest.BYTES];
        fields.get(hash);
        return new Release(index, Digest.wrap(hash), certificate);
    }

    /** Reads the parameters behind a head and checks that they are those that the head names. */
    static float[] readParameters(Disk.Input in, Path path, Release release, int dimension)
            throws StoreException, IOException {
        RunningDigest digest = new RunningDigest();
        float[] parameters = new float[dimension];
        byte[] bytes = new byte[Float.BYTES * FLOATS_AT_ONCE];
        try {
            for (int from = 0; from < dimension; from += FLOATS_AT_ONCE) {
                int floats = Math.min(FLOATS_AT_ONCE, dimension - from);
                in.read(bytes, 0, Float.BYTES * floats);
                digest.add(bytes, Float.BYTES * floats);
                numbers(bytes).asFloatBuffer().get(parameters, from, floats);
            }
        } catch (EOFException e) {
            throw damaged(path, "the model is damaged: it ends early");
        }
        if (!digest.finish().equals(release.hash())) {
            throw damaged(path, "the model is damaged: its parameters do not match their hash");
        }
        return parameters;
    }

    static StoreException damaged(Path path, String what) {
        return StoreException.of(path, what, REMEDY);
    }

    private static ByteBuffer numbers(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
