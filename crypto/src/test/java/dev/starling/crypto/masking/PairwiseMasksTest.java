package dev.starling.crypto.masking;

import static dev.starling.crypto.TestKeys.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.PublicIdentity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks that cancel, the graph of partners, and the published key stream. */
class PairwiseMasksTest {
    private static final Digest FEDERATION = Digest.of(new byte[] {1});
    private static final Digest PROPOSAL = Digest.of(new byte[] {2});

    private static List<Identity> identities(int n) {
        SplittableRandom random = new SplittableRandom(n);
        return IntStream.range(0, n)
                .mapToObj(i -> {
                    byte[] signing = new byte[32];
                    byte[] agreement = new byte[32];
                    random.nextBytes(signing);
                    random.nextBytes(agreement);
                    return Identity.fromSeeds(signing, agreement);
                })
                .toList();
    }

    private static List<PublicIdentity> partners(List<Identity> all, Identity self, Digest proposal) {
        Map<PeerId, PublicIdentity> byId = all.stream()
                .map(Identity::publicIdentity)
                .collect(Collectors.toMap(PublicIdentity::peerId, Function.identity()));
        return MaskGraph.partners(byId.keySet(), self.peerId(), proposal).stream()
                .map(byId::get)
                .toList();
    }

    private static long[] masks(List<Identity> all, Identity self, Digest proposal, int length) {
        long[] words = new long[length];
        new PairwiseMasks(self, FEDERATION, proposal).mask(words, partners(all, self, proposal));
        return words;
    }

    @Test
    void theKeyStreamIsTheOneOfTheRfc() {
        byte[] expected = hex("76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
                + "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586");
        long[] words = new long[8];
        new KeyStream(new byte[32], 8).addTo(words);
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(words);
        assertThat(bytes.array()).isEqualTo(expected);
        new KeyStream(new byte[32], 8).subtractFrom(words);
        assertThat(words).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 7, 16, 65, 100})
    void masksCancelInTheSumOverAll(int n) {
        List<Identity> all = identities(n);
        int length = n < 10 ? 5000 : 7;
        long[] sum = new long[length];
        for (Identity self : all) {
            long[] masked = masks(all, self, PROPOSAL, length);
            for (int k = 0; k < length; k++) {
                assertThat(masked[k]).isNotZero();
                sum[k] += masked[k];
            }
        }
        assertThat(sum).containsOnly(0);
    }

    @Test
    void anotherAttemptAndAnotherFederationHaveOtherMasks() {
        List<Identity> all = identities(3);
        Identity self = all.get(0);
        long[] first = masks(all, self, PROPOSAL, 4);
        assertThat(masks(all, self, PROPOSAL, 4)).isEqualTo(first);
        assertThat(masks(all, self, Digest.of(new byte[] {3}), 4)).doesNotContain(first);
        long[] elsewhere = new long[4];
        new PairwiseMasks(self, Digest.of(new byte[] {9}), PROPOSAL).mask(elsewhere, partners(all, self, PROPOSAL));
        assertThat(elsewhere).doesNotContain(first);
    }

    @Test
    void aClosedIdentityMasksNothing() {
        List<Identity> all = identities(3);
        all.get(0).close();
        assertThatThrownBy(() -> masks(all, all.get(0), PROPOSAL, 1)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 65, 66, 127, 128, 129, 1000})
    void everybodyIsAPartnerOfItsPartnersAndTheGraphIsRegularAndConnected(int n) {
        List<PeerId> ids = IntStream.range(0, n)
                .mapToObj(i -> new PeerId(Digest.of(new byte[] {(byte) i, (byte) (i >> 8)})))
                .toList();
        Map<PeerId, List<PeerId>> graph = new HashMap<>();
        List<PeerId> few = n > 200 ? ids.subList(0, 50) : ids;
        few.forEach(id -> graph.put(id, MaskGraph.partners(ids, id, PROPOSAL)));
        int logarithm = 32 - Integer.numberOfLeadingZeros(n - 1);
        int degree = n <= MaskGraph.ALL_PAIRS ? n - 1 : 2 * logarithm;
        graph.forEach((id, partners) -> {
            assertThat(new HashSet<>(partners)).hasSize(degree).doesNotContain(id);
            partners.stream()
                    .filter(graph::containsKey)
                    .forEach(partner -> assertThat(graph.get(partner)).contains(id));
        });
        if (few.size() == n) {
            assertThat(reached(graph, Set.of())).isEqualTo(n);
            List<PeerId> gone = new ArrayList<>(graph.get(ids.get(0)));
            if (gone.size() > 1 && n > MaskGraph.ALL_PAIRS) {
                gone.remove(0);
                assertThat(reached(graph, new HashSet<>(gone))).isEqualTo(n - gone.size());
            }
        }
    }

    private static int reached(Map<PeerId, List<PeerId>> graph, Set<PeerId> gone) {
        PeerId start = graph.keySet().stream()
                .filter(id -> !gone.contains(id))
                .findFirst()
                .orElseThrow();
        Set<PeerId> seen = new HashSet<>(Set.of(start));
        ArrayDeque<PeerId> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (PeerId next : graph.getOrDefault(open.remove(), List.of())) {
                if (!gone.contains(next) && seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen.size();
    }
}
