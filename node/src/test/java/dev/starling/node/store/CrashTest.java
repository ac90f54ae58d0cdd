package dev.starling.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.store.ModelDisk.PowerCut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Stops the store at every operation on its disk, in every way a disk may fail, several times in a row, and compares what
 * comes back with what was promised: nothing that was acknowledged is lost, nothing comes back that was not written.
 */
final class CrashTest {
    private static final int SEEDS = 150;
    private static final int STOPS_IN_A_ROW = 4;

    private enum Stop {
        POWER_CUT,
        KILL,
        DISK_FULL,
        ONE_ERROR
    }

    /** A node that writes numbered states and knows what it was promised. */
    private static final class Life {
        private final SplittableRandom random;
        private int nextNumber = 1;
        /** Number of the checkpoint that is surely there, 0 before the first. */
        private int promised;
        /** Checkpoint that may be there instead. */
        private int attempted;
        /** Records after the promised checkpoint, by number; the first so many are surely there. */
        private List<Integer> appended = new ArrayList<>();

        private int synced;

        Life(long seed) {
            random = new SplittableRandom(seed);
        }

        void run(StateStore store) throws StoreException {
            for (int steps = 0; steps < 12; steps++) {
                int step = promised == 0 ? 0 : random.nextInt(6);
                if (step == 0) {
                    save(store);
                } else if (step < 4) {
                    appended.add(nextNumber);
                    store.append(States.record(nextNumber++));
                } else {
                    store.sync();
                    synced = appended.size();
                }
            }
        }

        private void save(StateStore store) throws StoreException {
            attempted = nextNumber++;
            store.saveCheckpoint(States.checkpoint(attempted));
            promised = attempted;
            appended = new ArrayList<>();
            synced = 0;
        }

        /** What was recovered becomes what is promised: a node goes on from there. */
        void check(Optional<Recovered> recovered) {
            if (recovered.isEmpty()) {
                assertThat(promised).isZero();
                return;
            }
            int number = recovered.get().checkpoint().slot();
            List<String> records = States.texts(recovered.get().records());
            assertThat(States.text(recovered.get().checkpoint())).isEqualTo(States.text(States.checkpoint(number)));
            if (number == promised) {
                List<String> written =
                        States.texts(appended.stream().map(States::record).toList());
                assertThat(records.size()).isBetween(synced, written.size());
                assertThat(records).isEqualTo(written.subList(0, records.size()));
            } else {
                assertThat(number).isEqualTo(attempted).isGreaterThan(promised);
                assertThat(records).isEmpty();
                appended = new ArrayList<>();
                promised = number;
            }
            appended = new ArrayList<>(appended.subList(0, records.size()));
            synced = appended.size();
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhateverOperationAPowerCutFallsOn() throws StoreException {
        assertThat(stopEverywhere(Stop.POWER_CUT)).isGreaterThan(1000);
    }

    @Test
    void nothingAcknowledgedIsLostWhateverOperationAKillFallsOn() throws StoreException {
        assertThat(stopEverywhere(Stop.KILL)).isGreaterThan(1000);
    }

    @Test
    void nothingAcknowledgedIsLostWhateverOperationFindsTheDiskFull() throws StoreException {
        assertThat(stopEverywhere(Stop.DISK_FULL)).isGreaterThan(1000);
    }

    @Test
    void nothingAcknowledgedIsLostWhateverOperationTheDiskReportsAnErrorFor() throws StoreException {
        assertThat(stopEverywhere(Stop.ONE_ERROR)).isGreaterThan(1000);
    }

    @Test
    void killsAndPowerCutsInAnyOrderLoseNothingThatWasRecoveredBefore() throws StoreException {
        int stops = 0;
        for (long seed = 0; seed < 20 * SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelDisk disk = new ModelDisk(seed);
            Life life = new Life(seed);
            for (int k = 0; k < STOPS_IN_A_ROW; k++) {
                Stop stop = random.nextBoolean() ? Stop.KILL : Stop.POWER_CUT;
                boolean stopped = runUntil(disk, life, stop, random.nextInt(40));
                stops += stopped ? 1 : 0;
                disk = stop == Stop.KILL ? disk.afterKill() : disk.afterPowerCut();
            }
            life.check(open(disk).load());
        }
        assertThat(stops).isGreaterThan(1000);
    }

    /** Returns how many stops there were. */
    private static int stopEverywhere(Stop stop) throws StoreException {
        int stops = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            boolean stopped = true;
            for (int operation = 0; stopped; operation++) {
                ModelDisk disk = new ModelDisk(seed);
                Life life = new Life(seed);
                stopped = runUntil(disk, life, stop, operation);
                stops += stopped ? 1 : 0;
                ModelDisk next = stop == Stop.POWER_CUT ? disk.afterPowerCut() : disk.afterKill();
                runUntil(next, life, stop, Integer.MAX_VALUE);
                life.check(open(next).load());
            }
        }
        return stops;
    }

    /** One run of a node from recovery on; true when it was stopped by the operation with this number. */
    private static boolean runUntil(ModelDisk disk, Life life, Stop stop, int operation) throws StoreException {
        switch (stop) {
            case DISK_FULL -> disk.fillUpAt(operation);
            case ONE_ERROR -> disk.failOnceAt(operation);
            case POWER_CUT, KILL -> disk.cutPowerAt(operation);
        }
        try {
            StateStore store = open(disk);
            life.check(store.load());
            life.run(store);
            return false;
        } catch (PowerCut e) {
            return true;
        } catch (StoreException e) {
            if (stop == Stop.POWER_CUT || stop == Stop.KILL) {
                throw e;
            }
            assertThat(e)
                    .hasMessageContaining(stop == Stop.DISK_FULL ? "No space left on device" : "Input/output error")
                    .hasMessageContaining("is intact");
            return true;
        }
    }

    private static StateStore open(ModelDisk disk) {
        return new StateStore(disk, States.CODEC, () -> {});
    }
}
