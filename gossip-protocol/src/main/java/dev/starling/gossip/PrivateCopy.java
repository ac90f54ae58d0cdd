package dev.starling.gossip;

/** What a member without any live peer trains: a copy of the parameters, which stay as they are. Confined to the engine's thread. */
final class PrivateCopy {
    private final float[] values;
    private int slots;

    /**
     * @param values length d; owned by the copy
     */
    PrivateCopy(float[] values) {
        this.values = values;
    }

    /** Adds what one more slot of training came to. */
    void add(float[] displacement) {
        for (int k = 0; k < values.length; k++) {
            values[k] += displacement[k];
        }
        slots++;
    }

    /** Slots trained on it. */
    int slots() {
        return slots;
    }

    /** What the next training starts from. */
    float[] start() {
        return values.clone();
    }
}
