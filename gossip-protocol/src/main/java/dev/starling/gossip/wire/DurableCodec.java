package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.message.ModelCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Checkpoints and journal records as bytes and back, for one federation and one dimension of its model: piece by piece for
 * whoever keeps them in files, as arrays for whoever keeps them in memory. The layout stands in the package documentation;
 * integrity of the bytes is the business of whoever keeps them. Nothing is allocated beyond what the dimension and the
 * bytes at hand allow. Immutable; safe on any thread.
 */
public final class DurableCodec {
    /** Version of the layouts, to be kept beside the bytes. */
    public static final int VERSION = 3;

    private final CheckpointLayout checkpoints;
    private final RecordLayout records;

    /**
     * @param dimension length d of the parameter vector, at least 1
     */
    public DurableCodec(Digest federation, int dimension) {
        DurableFields fields = new DurableFields(federation, dimension);
        this.records = new RecordLayout(fields);
        this.checkpoints = new CheckpointLayout(fields);
    }

    /**
     * Bytes of a checkpoint; a snapshot that occurs several times is written once.
     *
     * @throws IllegalArgumentException when it is of another dimension
     */
    public long length(Checkpoint checkpoint) {
        return length(out -> checkpoints.write(out, checkpoint));
    }

    /** Bytes of a record. */
    public long length(JournalRecord record) {
        return length(out -> records.write(out, record));
    }

    /** Writes a checkpoint straight from its vectors and bodies. */
    public void write(Checkpoint checkpoint, DurableSink sink) throws IOException {
        write(sink, out -> checkpoints.write(out, checkpoint));
    }

    /** Writes a record straight from its body. */
    public void write(JournalRecord record, DurableSink sink) throws IOException {
        write(sink, out -> records.write(out, record));
    }

    /** Reads a checkpoint straight into its vectors and bodies; the source must end with it. */
    public Checkpoint readCheckpoint(DurableSource source) throws IOException, DurableFormatException {
        return read(source, this::checkpoint);
    }

    /** Reads a record straight into its body; the source must end with it. */
    public JournalRecord readRecord(DurableSource source) throws IOException, DurableFormatException {
        return read(source, this::record);
    }

    /**
     * The bytes of a checkpoint.
     *
     * @throws IllegalArgumentException when it is of another dimension
     * @throws ArithmeticException when it does not fit into an array
     */
    public byte[] encode(Checkpoint checkpoint) {
        ByteWriter out = new ByteWriter(Math.toIntExact(length(checkpoint)));
        checkpoints.write(out, checkpoint);
        return out.toBytes();
    }

    /** The bytes of a record. */
    public byte[] encode(JournalRecord record) {
        ByteWriter out = new ByteWriter(Math.toIntExact(length(record)));
        records.write(out, record);
        return out.toBytes();
    }

    /** The bytes of a certificate, for the file of its model. */
    public byte[] encode(ModelCertificate certificate) {
        return CertificateLayout.write(
                        CertificateLayout.writer(certificate.list(), certificate.endorsements()), certificate)
                .toBytes();
    }

    /** The certificate that these bytes are. */
    public ModelCertificate decodeCertificate(byte[] bytes) throws DurableFormatException {
        return decode("certificate", new ByteReader(bytes, 0), CertificateLayout::modelCertificate);
    }

    /** The checkpoint that these bytes are. */
    public Checkpoint decodeCheckpoint(byte[] bytes) throws DurableFormatException {
        return checkpoint(new ByteReader(bytes, 0));
    }

    /** The record that these bytes are. */
    public JournalRecord decodeRecord(byte[] bytes) throws DurableFormatException {
        return record(new ByteReader(bytes, 0));
    }

    private Checkpoint checkpoint(ByteReader in) throws DurableFormatException {
        return decode("checkpoint", in, checkpoints::decode);
    }

    private JournalRecord record(ByteReader in) throws DurableFormatException {
        return decode("journal record", in, records::decode);
    }

    private static long length(Consumer<ByteWriter> layout) {
        ByteWriter out = ByteWriter.counting();
        layout.accept(out);
        return out.length();
    }

    private static void write(DurableSink sink, Consumer<ByteWriter> layout) throws IOException {
        ByteWriter out = ByteWriter.to(sink);
        try {
            layout.accept(out);
            out.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A layout that refuses bytes. */
    private interface Layout<T> {
        T decode(ByteReader in) throws DurableFormatException;
    }

    private static <T> T read(DurableSource source, Layout<T> layout) throws IOException, DurableFormatException {
        try {
            return layout.decode(new ByteReader(source));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static <T> T decode(String what, ByteReader in, Function<ByteReader, T> layout)
            throws DurableFormatException {
        try {
            T value = layout.apply(in);
            in.end();
            return value;
        } catch (MalformedException | IllegalArgumentException e) {
            throw new DurableFormatException("not a " + what + " of this federation: " + e.getMessage(), e);
        }
    }
}
