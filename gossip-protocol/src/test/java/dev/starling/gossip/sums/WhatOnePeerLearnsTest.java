package dev.starling.gossip.sums;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.consolidation.WindowSum;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.SumList;
import dev.starling.gossip.sums.SumNetwork.Arrival;
import dev.starling.gossip.sums.SumNetwork.Site;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What one member receives in a sum determines no other member's term. For whatever other terms with the same total there
 * are masks with which this member would have received the very same words, and the masks between two others are unknown to
 * it. So everything it received is equally likely under both, whatever it computes from it.
 */
final class WhatOnePeerLearnsTest {
    private static final int WORDS = 64;

    private static SumNetwork sum(int n) {
        return sum(n, Quantity.SCALING);
    }

    private static SumNetwork sum(int n, Quantity quantity) {
        SumNetwork network = new SumNetwork(n, 40 + n, quantity);
        network.randomTerms(WORDS);
        network.run(30);
        assertThat(network.sites).allMatch(Site::done);
        return network;
    }

    /** The windows that a site received, in the order of the rounds. */
    private static List<long[]> view(Site site) {
        SumList list = site.list.orElseThrow();
        int n = list.participants().size();
        List<long[]> view = new ArrayList<>();
        List<WindowSum.Round> plan = WindowSum.plan(n, list.participants().indexOf(site.id));
        for (int r = 0; r < plan.size(); r++) {
            PeerId from = list.participants().get(plan.get(r).from());
            byte[] name = Window.name(list.hash(), r, from).bytes();
            Arrival arrival = site.arrived.stream()
                    .filter(a -> Arrays.equals(a.slice().root().bytes(), name))
                    .findFirst()
                    .orElseThrow();
            assertThat(arrival.from()).isEqualTo(from);
            long[] words = new long[WORDS];
            arrival.slice()
                    .bytes()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer()
                    .get(words);
            view.add(words);
        }
        return view;
    }

    /** The windows that a position receives when these are the masked terms. */
    private static List<long[]> replay(long[][] masked, int position) {
        List<WindowSum> sums = new ArrayList<>();
        for (int i = 0; i < masked.length; i++) {
            sums.add(new WindowSum(masked.length, i, masked[i].clone()));
        }
        List<long[]> received = new ArrayList<>();
        while (!sums.get(0).complete()) {
            List<long[]> sent = sums.stream().map(WindowSum::outgoing).toList();
            received.add(sent.get(sums.get(position).current().from()));
            sums.forEach(sum -> sum.incoming(sent.get(sum.current().from())));
        }
        return received;
    }

    private static void assertSame(List<long[]> view, List<long[]> other) {
        assertThat(other).hasSameSizeAs(view);
        for (int r = 0; r < view.size(); r++) {
            assertThat(other.get(r)).isEqualTo(view.get(r));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9})
    void forAnyOtherTermsWithTheSameTotalThereAreMasksThatShowItTheSameWords(int n) {
        assertSameWords(n, sum(n));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8})
    void theSameHoldsForTheMetricsOfEachModelAndNoModelHasTheMasksOfAnother(int n) {
        SumNetwork one = sum(n, new Quantity(1, Digest.of(new byte[] {1})));
        SumNetwork other = sum(n, new Quantity(1, Digest.of(new byte[] {2})));
        assertSameWords(n, one);
        assertSameWords(n, other);
        Site site = one.sites.get(0);
        long[] zeros = new long[WORDS];
        assertThat(one.windowOf(site, site.list.orElseThrow(), zeros))
                .doesNotContain(one.windowOf(site, other.site(site.id).list.orElseThrow(), zeros));
    }

    private static void assertSameWords(int n, SumNetwork network) {
        SumList list = network.sites.get(0).list.orElseThrow();
        SplittableRandom random = new SplittableRandom(n);
        for (int observer = 0; observer < n; observer++) {
            Site site = network.sites.get(observer);
            List<long[]> view = view(site);
            long[][] terms = new long[n][];
            long[][] masks = new long[n][WORDS];
            for (int i = 0; i < n; i++) {
                Site other = network.sites.get(i);
                assertThat(other.id).isEqualTo(list.participants().get(i));
                terms[i] = Objects.requireNonNull(network.terms().get(other.id)).clone();
                long[] masked = network.windowOf(other, list, terms[i]);
                for (int k = 0; k < WORDS; k++) {
                    masks[i][k] = masked[k] - terms[i][k];
                }
            }
            long[][] otherTerms = redistributed(terms, observer, random);
            long[][] otherMasks = rebalanced(masks, terms, otherTerms, observer);
            assertSame(view, replay(added(terms, masks), observer));
            assertSame(view, replay(added(otherTerms, otherMasks), observer));
            assertThat(otherTerms[observer]).isEqualTo(terms[observer]);
            assertThat(otherMasks[observer]).isEqualTo(masks[observer]);
            for (int i = 0; i < n; i++) {
                if (i != observer) {
                    assertThat(otherTerms[i]).doesNotContain(terms[i]);
                }
            }
        }
    }

    /** Random terms of the others with the same total; the observer's own stays. */
    private static long[][] redistributed(long[][] terms, int observer, SplittableRandom random) {
        long[][] other = new long[terms.length][];
        int last = observer == terms.length - 1 ? terms.length - 2 : terms.length - 1;
        long[] rest = new long[WORDS];
        for (int i = 0; i < terms.length; i++) {
            other[i] = i == observer ? terms[i] : random.longs(WORDS).toArray();
            for (int k = 0; k < WORDS; k++) {
                rest[k] += terms[i][k] - (i == last ? 0 : other[i][k]);
            }
        }
        other[last] = rest;
        return other;
    }

    /**
     * The masks of the others that go with other terms: along a chain of the others, the mask between each and the next takes
     * up what the terms before it have gained. Masks that the observer shares with somebody stay as they are. The chain closes
     * because the total is the same.
     */
    private static long[][] rebalanced(long[][] masks, long[][] terms, long[][] otherTerms, int observer) {
        long[][] other = Arrays.stream(masks).map(long[]::clone).toArray(long[][]::new);
        int[] chain =
                IntStream.range(0, masks.length).filter(i -> i != observer).toArray();
        for (int k = 0; k < WORDS; k++) {
            long gained = 0;
            for (int c = 0; c + 1 < chain.length; c++) {
                gained += otherTerms[chain[c]][k] - terms[chain[c]][k];
                long change = gained;
                other[chain[c]][k] -= change;
                other[chain[c + 1]][k] += change;
            }
            for (int c = 1; c + 1 < chain.length; c++) {
                assertThat(otherTerms[chain[c]][k] + other[chain[c]][k])
                        .isEqualTo(terms[chain[c]][k] + masks[chain[c]][k]);
            }
        }
        return other;
    }

    private static long[][] added(long[][] terms, long[][] masks) {
        long[][] masked = new long[terms.length][WORDS];
        for (int i = 0; i < terms.length; i++) {
            for (int k = 0; k < WORDS; k++) {
                masked[i][k] = terms[i][k] + masks[i][k];
            }
        }
        return masked;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 8, 9})
    void whatComesInLooksLikeNoiseAndWithoutMasksItIsTheTermItself(int n) {
        SumNetwork network = sum(n);
        SumList list = network.sites.get(0).list.orElseThrow();
        long[][] terms =
                network.sites.stream().map(site -> network.terms().get(site.id)).toArray(long[][]::new);
        long words = 0;
        long ones = 0;
        long[] bits = new long[64];
        LinkedHashSet<Long> distinct = new LinkedHashSet<>();
        for (int observer = 0; observer < n; observer++) {
            List<long[]> view = view(network.sites.get(observer));
            for (long[] window : view) {
                for (long word : window) {
                    words++;
                    ones += Long.bitCount(word);
                    distinct.add(word);
                    for (int bit = 0; bit < 64; bit++) {
                        bits[bit] += word >>> bit & 1;
                    }
                }
            }
            int sender = WindowSum.plan(n, observer).get(0).from();
            assertThat(view.get(0)).doesNotContain(terms[sender]);
            assertThat(replay(terms, observer).get(0)).isEqualTo(terms[sender]);
        }
        // Six standard deviations of a fair coin; each of n masked terms is seen as it is.
        assertThat(Math.abs(ones - 32.0 * words)).isLessThan(6 * Math.sqrt(16.0 * words));
        for (long bit : bits) {
            assertThat(Math.abs(bit - words / 2.0)).isLessThan(6 * Math.sqrt(words / 4.0));
        }
        assertThat(distinct).hasSizeGreaterThanOrEqualTo(n * WORDS);
        assertThat(list.participants()).hasSize(n);
    }
}
