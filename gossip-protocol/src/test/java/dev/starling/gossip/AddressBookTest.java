package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Body.Hint;
import dev.starling.gossip.message.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who can be found where, and who was told. */
final class AddressBookTest {
    private static final PeerId READER = peer(1000);

    private final AddressBook book = new AddressBook();

    private static PeerId peer(int k) {
        return new PeerId(Digest.of(new byte[] {(byte) k, (byte) (k >> 8)}));
    }

    @Test
    void whatAPeerWasToldItIsNotToldAgainUntilItIsNews() {
        book.learn(peer(1), List.of("a:1"), true);
        book.learn(peer(2), List.of("b:1"), false);
        assertThat(book.newsFor(READER))
                .containsExactly(new Hint(peer(2), List.of("b:1")), new Hint(peer(1), List.of("a:1")));
        assertThat(book.newsFor(READER)).isEmpty();
        book.learn(peer(1), List.of("a:1"), true);
        assertThat(book.newsFor(READER)).isEmpty();
        book.learn(peer(1), List.of("a:2"), true);
        assertThat(book.newsFor(READER)).containsExactly(new Hint(peer(1), List.of("a:2")));
        book.tellAgain(READER);
        assertThat(book.newsFor(READER)).hasSize(2);
    }

    @Test
    void nobodyIsToldItsOwnAddresses() {
        book.learn(READER, List.of("r:1"), true);
        assertThat(book.newsFor(READER)).isEmpty();
        assertThat(book.newsFor(peer(1))).hasSize(1);
    }

    @Test
    void whatAMemberSaysOfItselfStandsAgainstWhatOthersSay() {
        book.learn(peer(1), List.of("rumour:1"), false);
        book.learn(peer(1), List.of("own:1"), true);
        book.learn(peer(1), List.of("rumour:2"), false);
        assertThat(book.of(peer(1))).containsExactly("own:1");
        assertThat(book.of(peer(2))).isEmpty();
    }

    @Test
    void oneMessageHoldsTheNewest() {
        for (int k = 0; k < Limits.HINTS + 50; k++) {
            book.learn(peer(k), List.of("host:" + k), true);
        }
        List<Hint> news = book.newsFor(READER);
        assertThat(news).hasSize(Limits.HINTS);
        assertThat(news.get(0).peer()).isEqualTo(peer(Limits.HINTS + 49));
    }

    @Test
    void whoNamesNoAddressIsToldOfAndNoLongerOnceItNamesOne() {
        book.learn(peer(1), List.of(), true);
        assertThat(book.dialsOutOnly(peer(1))).isTrue();
        assertThat(book.dialsOutOnly(peer(2))).as("never heard of").isFalse();
        book.learn(peer(3), List.of(), false);
        assertThat(book.silentNewsFor(READER)).containsExactly(new Hint(peer(1), List.of()));
        assertThat(book.silentNewsFor(READER)).isEmpty();
        assertThat(book.silentNewsFor(peer(1))).isEmpty();
        assertThat(book.newsFor(READER)).isEmpty();
        book.learn(peer(1), List.of("a:1"), false);
        assertThat(book.dialsOutOnly(peer(1))).as("its own word counts more").isTrue();
        book.learn(peer(1), List.of("a:1"), true);
        assertThat(book.dialsOutOnly(peer(1))).isFalse();
        assertThat(book.newsFor(READER)).containsExactly(new Hint(peer(1), List.of("a:1")));
    }
}
