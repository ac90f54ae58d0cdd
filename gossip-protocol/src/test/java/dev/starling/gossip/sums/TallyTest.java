package dev.starling.gossip.sums;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Body.SumTotal;
import dev.starling.gossip.message.Endorsement;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.SumList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which total counts. */
final class TallyTest {
    private static final long[] TOTAL = {60, 40, 5};

    private final SumNetwork network = new SumNetwork(6, 3);
    private final List<PeerId> five =
            network.sites.subList(0, 5).stream().map(site -> site.id).toList();
    private final SumList list = new SumList(
            new Quantity(2, Digest.of(new byte[] {7})), five.get(0), 1, network.roster.head(), TOTAL.length, five);
    private final Tally tally = new Tally(network.sites.get(0).identity);

    private SumTotal signedBy(int site, long... total) {
        return new Tally(network.sites.get(site).identity).sign(network.roster, list, total);
    }

    private boolean counts(SumTotal total) {
        return tally.take(network.roster, total).isPresent();
    }

    @Test
    void aTotalCountsOnceMoreThanHalfOfItsListHaveSignedIt() {
        assertThat(counts(signedBy(0, TOTAL))).isFalse();
        assertThat(counts(signedBy(1, TOTAL))).isFalse();
        assertThat(counts(signedBy(1, TOTAL))).as("nobody counts twice").isFalse();
        assertThat(counts(signedBy(5, TOTAL))).as("who is not on the list").isFalse();
        SumTotal known = tally.take(network.roster, signedBy(3, TOTAL)).orElseThrow();
        assertThat(known.endorsements())
                .extracting(Endorsement::signer)
                .containsExactly(five.get(0), five.get(1), five.get(3));
        assertThat(new Tally(network.sites.get(5).identity).take(network.roster, known))
                .isPresent();
    }

    @Test
    void aSignatureIsForOneTotalOfOneList() {
        counts(signedBy(0, TOTAL));
        counts(signedBy(1, TOTAL));
        Endorsement other = signedBy(2, 60, 41, 5).endorsements().get(0);
        assertThat(counts(new SumTotal(list, TOTAL, List.of(other)))).isFalse();
        List<PeerId> four = new ArrayList<>(five.subList(0, 4));
        SumList another = new SumList(list.quantity(), five.get(0), 1, network.roster.head(), TOTAL.length, four);
        SumTotal ofAnother = new Tally(network.sites.get(2).identity).sign(network.roster, another, TOTAL);
        assertThat(counts(new SumTotal(list, TOTAL, ofAnother.endorsements()))).isFalse();
        byte[] broken = signedBy(2, TOTAL).endorsements().get(0).signature().clone();
        broken[0] ^= 1;
        assertThat(counts(new SumTotal(list, TOTAL, List.of(new Endorsement(five.get(2), broken)))))
                .isFalse();
        assertThat(counts(signedBy(2, TOTAL))).isTrue();
    }

    @Test
    void whoSignsTwoTotalsCountsForTheLatterOnly() {
        counts(signedBy(0, TOTAL));
        counts(signedBy(1, TOTAL));
        counts(signedBy(1, 60, 41, 5));
        assertThat(counts(signedBy(2, TOTAL))).isFalse();
        assertThat(counts(signedBy(3, TOTAL))).isTrue();
    }
}
