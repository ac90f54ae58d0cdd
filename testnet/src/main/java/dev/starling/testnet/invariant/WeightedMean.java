package dev.starling.testnet.invariant;

import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.testnet.invariant.Addition.Displaced;
import dev.starling.testnet.invariant.Addition.Flowed;
import java.util.TreeMap;

/**
 * I8: one slot moves the mean by the mean of the members' steps, each weighted by its share of the rows; flows do not move it.
 * Shares and steps are reckoned here again, in doubles, and compared slot by slot with what the parameters did.
 */
public final class WeightedMean implements Auditor {
    private static final int SLOTS_KEPT = 16;
    private static final double LEAST_SHARE = 0.25;
    private static final double LARGEST_SHARE = 4;
    private static final double ROUNDINGS = 8;
    private static final double UNIT = 0x1p-24;

    private static final class Slot {
        final double[] residual;
        int members;

        Slot(int dimension) {
            residual = new double[dimension];
        }
    }

    private final double momentum;
    private final TreeMap<Integer, Slot> slots = new TreeMap<>();
    private double largest;

    WeightedMean(double momentum) {
        this.momentum = momentum;
    }

    @Override
    public void moved(Movement movement) {
        for (Addition addition : movement.additions()) {
            if (addition instanceof Displaced displaced) {
                account(movement, displaced);
                break;
            }
        }
    }

    private void account(Movement movement, Displaced displaced) {
        Slot slot = slots.computeIfAbsent(displaced.slot(), t -> new Slot(movement.after().length));
        if (slots.size() > SLOTS_KEPT) {
            slots.pollFirstEntry();
        }
        double sign = movement.undone() ? -1 : 1;
        double share = share(movement);
        slot.members++;
        double worst = 0;
        for (int k = 0; k < slot.residual.length; k++) {
            double step =
                    share * (displaced.displacement()[k] + momentum * displaced.momentum()[k]);
            double flows = 0;
            for (Addition addition : movement.additions()) {
                flows += addition instanceof Flowed ? addition.at(k) : 0;
            }
            double moved = (double) movement.after()[k] - movement.before()[k];
            slot.residual[k] += moved - sign * (step + flows);
            worst = Math.max(worst, Math.abs(slot.residual[k]));
            largest = Math.max(largest, Math.max(Math.abs(movement.after()[k]), Math.abs(step)));
        }
        double allowed = ROUNDINGS
                * UNIT
                * largest
                * Math.sqrt(slot.members)
                * movement.additions().size();
        Violation.unless(
                worst <= allowed,
                "I8",
                "slot %d moves the mean by something else than its members' steps: %.3g too much, allowed is %.3g",
                displaced.slot(),
                worst,
                allowed);
    }

    private static double share(Movement movement) {
        Roster roster = movement.member().engine().roster();
        double all = 0;
        for (Member member : roster.members()) {
            all += member.rows();
        }
        double own = roster.member(movement.member().id()).map(Member::rows).orElse(1);
        return Math.max(LEAST_SHARE, Math.min(LARGEST_SHARE, own * roster.size() / all));
    }
}
