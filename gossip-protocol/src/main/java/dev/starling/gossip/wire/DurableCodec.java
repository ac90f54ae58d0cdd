package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.message.ModelCertificate;
import java.util.function.Function;

/**
 * Checkpoints and journal records as bytes and back, for one federation and one dimension of its model. The layout stands
 * in the package documentation; integrity of the bytes is the business of whoever keeps them. Nothing is allocated beyond
 * what the dimension and the bytes at hand allow. Immutable; safe on any thread.
 */
public final class DurableCodec {
    /** Version of the layouts, to be kept beside the bytes. */
    public static final int VERSION = 2;

    private final CheckpointLayout checkpoints;
    private final RecordLayout records;

    /**
     * @param dimension length d of the parameter vector, at least 1
     */
    public DurableCodec(Digest federation, int dimension) {
        DurableFields fields = new DurableFields(federation, dimension);
        this.checkpoints = new CheckpointLayout(fields);
        this.records = new RecordLayout(fields);
    }

    /**
     * The bytes of a checkpoint; a snapshot that occurs several times is written once.
     *
     * @throws IllegalArgumentException when it is of another dimension or does not fit into 2 GiB
     */
    public byte[] encode(Checkpoint checkpoint) {
        return checkpoints.encode(checkpoint);
    }

    /** The bytes of a record. */
    public byte[] encode(JournalRecord record) {
        return records.encode(record);
    }

    /** The bytes of a certificate, for the file of its model. */
    public byte[] encode(ModelCertificate certificate) {
        return CertificateLayout.write(
                        CertificateLayout.writer(certificate.list(), certificate.endorsements()), certificate)
                .toBytes();
    }

    /** The certificate that these bytes are. */
    public ModelCertificate decodeCertificate(byte[] bytes) throws DurableFormatException {
        return decode("certificate", bytes, CertificateLayout::modelCertificate);
    }

    /** The checkpoint that these bytes are. */
    public Checkpoint decodeCheckpoint(byte[] bytes) throws DurableFormatException {
        return decode("checkpoint", bytes, checkpoints::decode);
    }

    /** The record that these bytes are. */
    public JournalRecord decodeRecord(byte[] bytes) throws DurableFormatException {
        return decode("journal record", bytes, records::decode);
    }

    private static <T> T decode(String what, byte[] bytes, Function<ByteReader, T> layout)
            throws DurableFormatException {
        try {
            ByteReader in = new ByteReader(bytes, 0);
            T value = layout.apply(in);
            in.end();
            return value;
        } catch (MalformedException | IllegalArgumentException e) {
            throw new DurableFormatException("not a " + what + " of this federation: " + e.getMessage(), e);
        }
    }
}
