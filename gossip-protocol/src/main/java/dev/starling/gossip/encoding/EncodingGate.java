package dev.starling.gossip.encoding;

import java.util.List;

/**
 * Which encodings a charter allows, and which of them a member publishes with. All but int4 stand for themselves. With
 * int4 a member publishes int4 only while it has seen the snapshots of at least two others since its last one, they say
 * that the members nearly agree, and at least two neighbours will mix the new one; else int8, which every other member
 * accepts as well. So the first snapshot is int8, and so is every one of a federation with one exchange a slot: with one
 * exchange too little of the noise of four bits is averaged away before the next is added. The measurements are in the
 * package's documentation.
 */
public final class EncodingGate {
    /** Relative consensus distance up to which four bits do. */
    public static final double NEARLY_AGREED = 0.1;

    private static final int FEWEST = 2;

    private final DeltaEncoding charter;

    /** @param charter the encoding that the charter names */
    public EncodingGate(DeltaEncoding charter) {
        this.charter = charter;
    }

    /** What a header may name. */
    public List<DeltaEncoding> allowed() {
        return gated() ? List.of(charter, Int8BlockEncoding.INSTANCE) : List.of(charter);
    }

    /**
     * What the next snapshot is encoded with.
     *
     * @param distance relative consensus distance as measured since the last snapshot; NaN when it was not
     * @param seen snapshots of others that it was measured from
     * @param neighbours members that the next snapshot is for
     */
    public DeltaEncoding choose(double distance, int seen, int neighbours) {
        boolean open = seen >= FEWEST && neighbours >= FEWEST && distance <= NEARLY_AGREED;
        return gated() && !open ? Int8BlockEncoding.INSTANCE : charter;
    }

    private boolean gated() {
        return charter instanceof Int4BlockEncoding;
    }
}
