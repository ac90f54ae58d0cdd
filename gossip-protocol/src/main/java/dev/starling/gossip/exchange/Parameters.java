package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.digest.RunningDigest;
import dev.starling.gossip.averaging.Disagreement;
import dev.starling.gossip.averaging.Flow;
import dev.starling.gossip.averaging.OuterStep;
import dev.starling.gossip.averaging.SumOfSquares;
import dev.starling.gossip.encoding.DecodedVector;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.encoding.Encoded;
import dev.starling.gossip.encoding.EncodingGate;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.SnapshotHeader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A member's parameter vector x with its momentum v and the bases that snapshots are differences to. x changes by {@link
 * #step} and by flows only. Confined to the engine's thread; holds two vectors of length d
 * and the bases. Snapshots are decoded and
 * mixed a chunk at a time, so an exchange adds a few kilobytes.
 */
public final class Parameters {
    private static final String UNCHECKED = "a body that was not checked";

    private final EncodingGate gate;
    private final Bases bases;
    private final float[] x;
    private final float[] v;
    private final Disagreement disagreement;
    private double norm = Double.NaN;

    /**
     * @param encoding the one that the charter names
     * @param genesis the first base and the first x, length d; not copied, never written
     */
    public Parameters(DeltaEncoding encoding, float[] genesis) {
        this.gate = new EncodingGate(encoding);
        this.bases = new Bases(genesis);
        this.x = genesis.clone();
        this.v = new float[genesis.length];
        this.disagreement = new Disagreement();
    }

    /** SHA-256 over the little-endian float32 values. */
    public static Digest hash(float[] vector) {
        return new RunningDigest().add(vector).finish();
    }

    /** Length d. */
    public int dimension() {
        return x.length;
    }

    /** A copy of x. */
    public float[] copy() {
        return x.clone();
    }

    /** A copy of v. */
    public float[] momentum() {
        return v.clone();
    }

    /** Hash of the base that new snapshots refer to. */
    public Digest baseHash() {
        return bases.currentHash();
    }

    /** True for the hash of a base that snapshots may refer to. */
    public boolean knowsBase(Digest hash) {
        return bases.knows(hash);
    }

    /** The base with this hash, length d, shared. */
    public Optional<float[]> base(Digest hash) {
        return bases.find(hash);
    }

    /**
     * A further base that snapshots may refer to.
     *
     * @param hash of the vector, see {@link #hash}
     * @param vector length d; not copied, never written
     */
    public void learnBase(Digest hash, float[] vector) {
        bases.learn(hash, vector);
    }

    /** New snapshots refer to this base, which is known; all but these others are forgotten. */
    public void useBase(Digest hash, Set<Digest> others) {
        bases.use(hash, others);
    }

    /** Bytes of a body, by the code of each encoding that the charter allows. */
    public Map<Integer, Integer> bodyLengths() {
        return gate.allowed().stream()
                .collect(Collectors.toUnmodifiableMap(DeltaEncoding::code, e -> e.encodedLength(x.length)));
    }

    /** Replaces x and v, on recovery. */
    void restore(float[] parameters, float[] momentum) {
        System.arraycopy(parameters, 0, x, 0, x.length);
        System.arraycopy(momentum, 0, v, 0, v.length);
        norm = Double.NaN;
    }

    /** The outer step of one displacement, see {@link OuterStep}. */
    public void step(float[] displacement, float mu, float share) {
        OuterStep.apply(x, v, displacement, mu, share);
        norm = Double.NaN;
    }

    /**
     * Encodes x as a snapshot's body, and begins to measure the consensus distance anew.
     *
     * @param neighbours members that will swap it
     */
    public Encoded encode(long seed, int neighbours) {
        DeltaEncoding encoding = gate.choose(consensusDistance(), disagreement.others(), neighbours);
        disagreement.clear();
        return new Encoded(encoding, encoding.encode(x, bases.current(), seed));
    }

    /** The vector behind a snapshot, or null when its body holds what no encoder writes. */
    public float @Nullable [] decode(Snapshot snapshot) {
        float[] values = new float[x.length];
        float[] base = bases.of(snapshot.header().header());
        return encodingOf(snapshot.header().header()).decode(snapshot.body(), base, values) ? values : null;
    }

    /**
     * The Euclidean norm of the vector behind a snapshot that is on its way in.
     *
     * @param body of the header's length, which the snapshot's bytes come to; not copied
     */
    ArrivingNorm norm(SnapshotHeader header, byte[] body) {
        return new ArrivingNorm(encodingOf(header), body, bases.of(header));
    }

    /** The lower id's side: x += F. */
    void addFlow(Snapshot mine, Snapshot theirs) {
        mix(mine, theirs, (chunk, own, other, count) -> Flow.addTo(chunk, weight(mine, theirs), own, other, count));
    }

    /** The higher id's side: x -= F. */
    void subtractFlow(Snapshot mine, Snapshot theirs) {
        mix(
                mine,
                theirs,
                (chunk, own, other, count) -> Flow.subtractFrom(chunk, weight(theirs, mine), other, own, count));
    }

    /** The flow between two snapshots, the lower id's first. */
    float[] flow(Snapshot ofLower, Snapshot ofHigher) {
        return Flow.of(weight(ofLower, ofHigher), checked(ofLower), checked(ofHigher));
    }

    /** Relative consensus distance over the snapshots exchanged since the last one was taken; NaN when there were none. */
    public double consensusDistance() {
        return disagreement.others() == 0 ? Double.NaN : disagreement.relativeTo(norm());
    }

    /** Euclidean norm of x, computed once for each x: people ask more often than it changes. */
    private double norm() {
        if (Double.isNaN(norm)) {
            norm = Math.sqrt(SumOfSquares.of(x));
        }
        return norm;
    }

    /** What a flow does to a chunk of x. */
    private interface Kernel {
        void apply(float[] chunk, float[] own, float[] other, int count);
    }

    /**
     * One pass over x and both bodies: a chunk of each snapshot is decoded, the flow applied and the difference measured
     * while all of it is in the cache. Reads 8 bytes a value and both bodies, writes 4 bytes a value.
     */
    private void mix(Snapshot mine, Snapshot theirs, Kernel kernel) {
        DecodedVector own = vector(mine);
        DecodedVector other = vector(theirs);
        float[] chunk = new float[own.values().length];
        SumOfSquares squares = new SumOfSquares(chunk.length);
        int from = 0;
        for (int count = own.next(); count > 0; count = own.next()) {
            other.next();
            System.arraycopy(x, from, chunk, 0, count);
            kernel.apply(chunk, own.values(), other.values(), count);
            System.arraycopy(chunk, 0, x, from, count);
            squares.addDifferences(other.values(), own.values(), count);
            from += count;
        }
        if (!own.sound() || !other.sound()) {
            throw new IllegalStateException(UNCHECKED);
        }
        disagreement.add(squares.sum());
        norm = Double.NaN;
    }

    private DecodedVector vector(Snapshot snapshot) {
        SnapshotHeader header = snapshot.header().header();
        return new DecodedVector(encodingOf(header).reader(snapshot.body(), x.length), bases.of(header));
    }

    private float[] checked(Snapshot snapshot) {
        float[] values = decode(snapshot);
        if (values == null) {
            throw new IllegalStateException(UNCHECKED);
        }
        return values;
    }

    private static DeltaEncoding encodingOf(SnapshotHeader header) {
        return DeltaEncoding.ofCode(header.encoding()).orElseThrow();
    }

    private static float weight(Snapshot ofLower, Snapshot ofHigher) {
        return Flow.weight(
                ofLower.header().header().degree(), ofHigher.header().header().degree());
    }
}
