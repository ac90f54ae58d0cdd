package dev.starling.gossip.consolidation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.consolidation.Electorate.Voter;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.Participant;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final long SECOND = 1000 * Electorate.MILLI;
    private static final long SEEDS = Long.getLong("starling.seeds", 150);

    @Test
    void everyPeriodIsDecidedInOneAttemptAndWithEverybodyWhenNothingGoesWrong() {
        for (int n : new int[] {1, 2, 3, 5, 9, 32}) {
            Electorate electorate = new Electorate(n, n);
            IntStream.rangeClosed(1, 12).forEach(slot -> {
                electorate.slot(slot);
                electorate.run(40 * Electorate.MILLI);
            });
            assertThat(electorate.certified.keySet()).as("n = " + n).containsExactly(1, 2);
            assertThat(electorate.failedAttempts).isZero();
            assertThat(electorate.certified.values()).allSatisfy(certificate -> {
                assertThat(certificate.attempt()).isEqualTo(1);
                assertThat(certificate.list().participants()).hasSize(n);
            });
            assertThat(Objects.requireNonNull(electorate.certified.get(2))
                            .list()
                            .parent())
                    .isEqualTo(
                            Objects.requireNonNull(electorate.certified.get(1)).model());
            assertThat(electorate.voters)
                    .allSatisfy(voter -> assertThat(voter.index()).isEqualTo(3));
        }
    }

    @Test
    void aProposerThatIsGoneCostsAnAttemptAndADeadMinorityNothingMore() {
        Electorate electorate = new Electorate(5, 1);
        electorate.voters.get(0).crash();
        electorate.voters.get(1).crash();
        electorate.slot(5);
        electorate.run(5 * SECOND);
        assertThat(electorate.certified).containsOnlyKeys(1);
        assertThat(Objects.requireNonNull(electorate.certified.get(1)).list().participants())
                .hasSize(3);
    }

    @Test
    void halvesCertifyNothingAndTheWholeDoesOnceTheyMeetAgain() {
        Electorate electorate = new Electorate(6, 2);
        electorate.cut(0, 1, 2);
        electorate.slot(5);
        electorate.run(20 * SECOND);
        assertThat(electorate.certified).isEmpty();
        assertThat(electorate.failedAttempts).isPositive();
        electorate.heal();
        electorate.run(20 * SECOND);
        assertThat(electorate.certified).containsOnlyKeys(1);
        assertThat(Objects.requireNonNull(electorate.certified.get(1)).list().participants())
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void whoeverWasAwayLearnsWhatWasDecidedWithoutWhatLiesBetween() {
        Electorate electorate = new Electorate(5, 3);
        Voter away = electorate.voters.get(4);
        away.crash();
        IntStream.rangeClosed(1, 40).forEach(slot -> {
            electorate.slot(slot);
            electorate.run(SECOND);
        });
        assertThat(electorate.certified).hasSizeGreaterThanOrEqualTo(7);
        away.restart();
        electorate.run(SECOND);
        assertThat(away.index()).isEqualTo(electorate.voters.get(0).index());
        IntStream.rangeClosed(41, 45).forEach(slot -> {
            electorate.slot(slot);
            electorate.run(SECOND);
        });
        ModelCertificate newest = away.ballots.last().orElseThrow();
        assertThat(newest.list().participants().stream().map(Participant::member))
                .contains(away.id);
    }

    @Test
    void whoeverLostItsDiskSignsNothingUntilAModelContainsItsNewLife() {
        Electorate electorate = new Electorate(5, 4);
        electorate.slot(5);
        electorate.run(8 * Electorate.MILLI);
        Voter forgetful = electorate.voters.get(2);
        forgetful.loseDisk();
        forgetful.restart();
        assertThat(forgetful.ballots.silent()).isTrue();
        electorate.run(SECOND);
        IntStream.rangeClosed(6, 20).forEach(slot -> {
            electorate.slot(slot);
            electorate.run(SECOND);
        });
        assertThat(electorate.certified).hasSizeGreaterThanOrEqualTo(3);
        assertThat(forgetful.ballots.silent()).isFalse();
    }

    @Test
    void noStormOfLossCrashesAndCutsEverCertifiesTwoModelsOfOneIndex() {
        LongStream.rangeClosed(1, SEEDS).forEach(AgreementTest::storm);
    }

    private static void storm(long seed) {
        try {
            Electorate electorate = new Electorate(2 + (int) (seed % 6), seed);
            electorate.loss = seed % 3 == 0 ? 0.3 : 0.1;
            electorate.duplication = 0.1;
            electorate.mostDelayNanos = (1 + seed % 4 * 10) * Electorate.MILLI;
            for (int slot = 1; slot <= 30; slot++) {
                electorate.slot(slot);
                disturb(electorate);
                electorate.run(60 * Electorate.MILLI);
            }
            electorate.heal();
            electorate.voters.forEach(Voter::restart);
            electorate.loss = 0;
            electorate.run(20 * SECOND);
            int before = electorate.certified.size();
            electorate.slot(1000);
            electorate.run(20 * SECOND);
            assertThat(electorate.certified).as("indices decided in the end").hasSizeGreaterThan(before);
            assertThat(electorate.voters)
                    .allSatisfy(voter -> assertThat(voter.index())
                            .isEqualTo(electorate.voters.get(0).index()));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static void disturb(Electorate electorate) {
        Voter victim = electorate.voters.get(electorate.below(electorate.voters.size()));
        switch (electorate.below(6)) {
            case 0, 1 -> {
                electorate.at(electorate.below(60) * Electorate.MILLI, victim::crash);
                electorate.at((60 + electorate.below(100)) * Electorate.MILLI, victim::restart);
            }
            case 2 ->
                electorate.cut(electorate.below(electorate.voters.size()), electorate.below(electorate.voters.size()));
            case 3 -> electorate.heal();
            default -> {}
        }
    }
}
