package dev.starling.crypto.trust;

import static dev.starling.crypto.trust.TestFederation.FOUNDERS;
import static dev.starling.crypto.trust.TestFederation.FOUNDING;
import static dev.starling.crypto.trust.TestFederation.ID;
import static dev.starling.crypto.trust.TestFederation.QUORUM;
import static dev.starling.crypto.trust.TestFederation.signed;
import static dev.starling.crypto.trust.TestFederation.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Extension.Outcome;
import dev.starling.crypto.trust.document.TrustFormatException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PooledStatisticsTest {
    private static final long[] TOTALS = {5, -7, Long.MIN_VALUE, Long.MAX_VALUE};

    private static List<PeerId> ids(Integer... members) {
        return IntStream.range(0, members.length)
                .mapToObj(k -> TestFederation.identity(members[k]).peerId())
                .sorted()
                .toList();
    }

    private static RosterEntry entry(Roster roster, List<PeerId> participants, int... signers) {
        return signed(RosterEntry.propose(roster, new PooledStatistics(participants, TOTALS)), signers);
    }

    @Test
    void aQuorumOfThoseWhoTookPartReleasesThem() throws Exception {
        RosterEntry entry = entry(FOUNDING, ids(0, 1, 2), 0, 2);
        Roster roster = FOUNDING.extend(entry).roster();
        assertThat(FOUNDING.statistics()).isEmpty();
        assertThat(roster.statistics().orElseThrow().totals()).isEqualTo(TOTALS);
        assertThat(roster.size()).isEqualTo(3);
        Roster read = Roster.decodeLog(ID, QUORUM, FOUNDERS, roster.encodeLog());
        assertThat(read).isEqualTo(roster);
        assertThat(read.statistics().orElseThrow().participants()).isEqualTo(ids(0, 1, 2));
        assertThat(read.statistics().orElseThrow().totals()).isEqualTo(TOTALS);
    }

    @Test
    void theyAreReleasedOnce() {
        Roster roster = FOUNDING.extend(entry(FOUNDING, ids(0, 1, 2), 0, 1)).roster();
        RosterEntry again = entry(roster, ids(0, 1, 2), 0, 1);
        assertThat(roster.extend(again).outcome()).isEqualTo(Outcome.ALREADY_RELEASED);
        assertThat(roster.judge(again.change())).isEqualTo(Outcome.ALREADY_RELEASED);
        Roster grown = with(roster, 5);
        assertThat(grown.extend(entry(grown, ids(0, 1, 2, 5), 0, 1)).outcome()).isEqualTo(Outcome.ALREADY_RELEASED);
        assertThat(grown.statistics()).isPresent();
    }

    @Test
    void whoTookNoPartHasNoVoice() {
        Roster roster = with(FOUNDING, 5);
        assertThat(roster.extend(entry(roster, ids(0, 1, 2), 0, 5)).outcome()).isEqualTo(Outcome.BAD_SIGNATURE);
        assertThat(roster.extend(entry(roster, ids(0, 1, 2), 0)).outcome()).isEqualTo(Outcome.TOO_FEW_SIGNATURES);
        assertThat(FOUNDING.extend(entry(FOUNDING, ids(0, 1, 5), 0, 1)).outcome())
                .isEqualTo(Outcome.NOT_A_MEMBER);
    }

    @Test
    void fewerThanThreeAreRefusedAndSoIsDisorder() {
        assertThatThrownBy(() -> new PooledStatistics(ids(0, 1), TOTALS)).isInstanceOf(IllegalArgumentException.class);
        PeerId first = ids(0, 1, 2).get(0);
        assertThatThrownBy(() -> new PooledStatistics(List.of(first, first, first), TOTALS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PooledStatistics(ids(0, 1, 2), new long[PooledStatistics.MAX_WORDS + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLargestFitIntoAnEntryWithItsSignatures() throws Exception {
        Roster roster = FOUNDING;
        RosterEntry entry = signed(
                RosterEntry.propose(roster, new PooledStatistics(ids(0, 1, 2), new long[PooledStatistics.MAX_WORDS])),
                0,
                1);
        assertThat(RosterEntry.decode(entry.encode())).isEqualTo(entry);
        byte[] cut = Arrays.copyOf(entry.encode(), entry.encode().length - 1);
        assertThatThrownBy(() -> RosterEntry.decode(cut)).isInstanceOf(TrustFormatException.class);
        assertThat(entry.encode().length).isLessThan(RosterEntry.MAX_BYTES);
    }

    @Test
    void twoTotalsAreTwoMatters() {
        PooledStatistics one = new PooledStatistics(ids(0, 1, 2), TOTALS);
        PooledStatistics other = new PooledStatistics(ids(0, 1, 2), new long[] {1});
        assertThat(one.subject()).isNotEqualTo(other.subject());
        assertThat(one.subject()).isEqualTo(new PooledStatistics(ids(0, 1, 2), TOTALS.clone()).subject());
    }
}
