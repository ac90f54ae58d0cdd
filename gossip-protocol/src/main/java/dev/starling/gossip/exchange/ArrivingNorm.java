package dev.starling.gossip.exchange;

import dev.starling.gossip.averaging.SumOfSquares;
import dev.starling.gossip.encoding.DecodedVector;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.encoding.DeltaReader;

/**
 * The norm of the vector behind a body that is on its way in, taken as far as the body is there: what came last is still in
 * the cache, and nothing is left to do when it is whole. Holds no vector.
 */
final class ArrivingNorm {
    private final DeltaEncoding encoding;
    private final byte[] body;
    private final float[] base;
    private final DecodedVector vector;
    private final SumOfSquares squares;
    private int read;

    /**
     * @param body of the encoding's length, not copied
     * @param base length d, not copied
     */
    ArrivingNorm(DeltaEncoding encoding, byte[] body, float[] base) {
        this.encoding = encoding;
        this.body = body;
        this.base = base;
        this.vector = new DecodedVector(encoding.reader(body, base.length), base);
        this.squares = new SumOfSquares(vector.values().length);
    }

    /** The first so many bytes of the body are there, and stay as they are. */
    void arrived(int bytes) {
        while (read < base.length && encoding.reach(nextRead(), base.length) <= bytes) {
            read = nextRead();
            squares.add(vector.values(), vector.next());
        }
    }

    private int nextRead() {
        return Math.min(base.length, read + DeltaReader.CHUNK);
    }

    /**
     * The body is whole: the Euclidean norm; NaN when the body holds what no encoder writes, infinite when a value is too
     * large to be squared.
     */
    double finish() {
        arrived(body.length);
        double norm = Math.sqrt(squares.sum());
        if (!vector.sound() || (!Double.isFinite(norm) && !encoding.decode(body, base, new float[base.length]))) {
            return Double.NaN;
        }
        return Double.isNaN(norm) ? Double.POSITIVE_INFINITY : norm;
    }
}
