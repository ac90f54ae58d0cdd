package dev.starling.testnet.sim.training;

/**
 * Trains up to a slot and rests from then on, so that the slots left over only mix.
 *
 * @param trainer trains until then
 * @param lastSlot the last slot that is trained
 */
public record ThenRest(Trainer trainer, int lastSlot) implements Trainer {
    @Override
    public float[] displacement(int member, int slot, float[] start, int steps) {
        return trainer.displacement(member, slot, start, steps);
    }

    @Override
    public boolean trains(int slot) {
        return slot <= lastSlot && trainer.trains(slot);
    }
}
