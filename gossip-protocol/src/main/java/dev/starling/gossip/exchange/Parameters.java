package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.digest.RunningDigest;
import dev.starling.gossip.averaging.Disagreement;
import dev.starling.gossip.averaging.Flow;
import dev.starling.gossip.averaging.OuterStep;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.journal.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A member's parameter vector x with its momentum v and the base that snapshots are differences to. x changes by {@link
 * #step} and by flows only. Confined to the engine's thread; holds four vectors of length d, and two more while snapshots
 * are compared.
 */
public final class Parameters {
    private final DeltaEncoding encoding;
    private final float[] base;
    private final Digest baseHash;
    private final float[] x;
    private final float[] v;
    private final Disagreement disagreement;

    /**
     * @param base length d; not copied, never written
     */
    public Parameters(DeltaEncoding encoding, float[] base) {
        this.encoding = encoding;
        this.base = base;
        this.baseHash = hash(base);
        this.x = base.clone();
        this.v = new float[base.length];
        this.disagreement = new Disagreement(base.length);
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

    /** Hash that names the base in headers. */
    public Digest baseHash() {
        return baseHash;
    }

    DeltaEncoding encoding() {
        return encoding;
    }

    /** Bytes of a body. */
    public int bodyLength() {
        return encoding.encodedLength(x.length);
    }

    /** Replaces x and v, on recovery. */
    void restore(float[] parameters, float[] momentum) {
        System.arraycopy(parameters, 0, x, 0, x.length);
        System.arraycopy(momentum, 0, v, 0, v.length);
    }

    /** The outer step of one displacement, see {@link OuterStep}. */
    public void step(float[] displacement, float mu, float share) {
        OuterStep.apply(x, v, displacement, mu, share);
    }

    /** Encodes x as a snapshot's body. */
    public byte[] encode(long seed) {
        disagreement.clear();
        return encoding.encode(x, base, seed);
    }

    /** The vector behind a body, or null when the body holds what no encoder writes. */
    public float @Nullable [] decode(byte[] body) {
        float[] values = new float[x.length];
        return encoding.decode(body, base, values) ? values : null;
    }

    /** Euclidean norm of the vector behind a body; NaN when it holds what no encoder writes. */
    double norm(byte[] body) {
        float[] values = decode(body);
        if (values == null) {
            return Double.NaN;
        }
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /** The lower id's side: x += F. */
    void addFlow(Snapshot mine, Snapshot theirs) {
        float[] lower = checked(mine);
        float[] higher = checked(theirs);
        Flow.addTo(x, weight(mine, theirs), lower, higher);
        disagreement.add(lower, higher);
    }

    /** The higher id's side: x -= F. */
    void subtractFlow(Snapshot mine, Snapshot theirs) {
        float[] lower = checked(theirs);
        float[] higher = checked(mine);
        Flow.subtractFrom(x, weight(theirs, mine), lower, higher);
        disagreement.add(higher, lower);
    }

    /** The flow between two snapshots, the lower id's first. */
    float[] flow(Snapshot ofLower, Snapshot ofHigher) {
        return Flow.of(weight(ofLower, ofHigher), checked(ofLower), checked(ofHigher));
    }

    /** Relative consensus distance over the snapshots exchanged since the last one was taken; NaN when there were none. */
    public double consensusDistance() {
        return disagreement.relativeTo(x);
    }

    private float[] checked(Snapshot snapshot) {
        float[] values = decode(snapshot.body());
        if (values == null) {
            throw new IllegalStateException("a body that was not checked");
        }
        return values;
    }

    private static float weight(Snapshot ofLower, Snapshot ofHigher) {
        return Flow.weight(
                ofLower.header().header().degree(), ofHigher.header().header().degree());
    }
}
