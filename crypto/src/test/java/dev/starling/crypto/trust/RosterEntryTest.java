package dev.starling.crypto.trust;

import static dev.starling.crypto.trust.TestFederation.FOUNDING;
import static dev.starling.crypto.trust.TestFederation.ID;
import static dev.starling.crypto.trust.TestFederation.identity;
import static dev.starling.crypto.trust.TestFederation.invitation;
import static dev.starling.crypto.trust.TestFederation.member;
import static dev.starling.crypto.trust.TestFederation.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.trust.document.TrustFormatException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RosterEntryTest {
    private static final RosterEntry PROPOSAL =
            RosterEntry.propose(FOUNDING, new Admission(member(5), invitation(0, 1)));

    @Test
    void aProposalContinuesTheRostersLog() {
        assertThat(PROPOSAL.index()).isZero();
        assertThat(PROPOSAL.previous()).isEqualTo(ID);
        assertThat(PROPOSAL.signatures()).isEmpty();
        Roster next = FOUNDING.extend(signed(PROPOSAL, 0, 2)).roster();
        RosterEntry second = RosterEntry.propose(next, new Admission(member(6), invitation(1, 1)));
        assertThat(second.index()).isEqualTo(1);
        assertThat(second.previous()).isEqualTo(PROPOSAL.hash());
    }

    @Test
    void everyFieldComesBack() throws Exception {
        RosterEntry entry = signed(PROPOSAL, 2, 0, 1);
        RosterEntry decoded = RosterEntry.decode(entry.encode());
        assertThat(decoded).isEqualTo(entry).hasSameHashCodeAs(entry);
        assertThat(decoded.change()).isEqualTo(new Admission(member(5), invitation(0, 1)));
        assertThat(decoded.hash()).isEqualTo(entry.hash());
        assertThat(decoded.signatures().keySet())
                .containsExactlyInAnyOrder(
                        identity(0).peerId(), identity(1).peerId(), identity(2).peerId());
    }

    @Test
    void whoSignedDoesNotChangeTheHash() {
        assertThat(signed(PROPOSAL, 0, 1).hash()).isEqualTo(signed(PROPOSAL, 2).hash());
        assertThat(signed(PROPOSAL, 0, 1)).isNotEqualTo(signed(PROPOSAL, 2));
    }

    @Test
    void mergingUnitesSignaturesInEitherOrder() {
        RosterEntry union = signed(PROPOSAL, 0).merge(signed(PROPOSAL, 1, 0));
        assertThat(union).isEqualTo(signed(PROPOSAL, 0, 1));
        assertThat(signed(PROPOSAL, 1, 0).merge(signed(PROPOSAL, 0))).isEqualTo(union);
        assertThat(union.merge(union)).isEqualTo(union);
    }

    @Test
    void twoDifferentEntriesDoNotMerge() {
        RosterEntry other = RosterEntry.propose(FOUNDING, new Admission(member(6), invitation(0, 1)));
        assertThatThrownBy(() -> PROPOSAL.merge(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void holdsSixtyFourSignaturesAndNoMoreHoweverTheyCome() throws Exception {
        RosterEntry full = signed(PROPOSAL, IntStream.range(100, 164).toArray());
        assertThat(full.encode()).hasSizeLessThanOrEqualTo(RosterEntry.MAX_BYTES);
        assertThat(RosterEntry.decode(full.encode()).signatures()).hasSize(64);
        assertThatThrownBy(() -> full.signedBy(identity(164), ID)).isInstanceOf(IllegalStateException.class);
        assertThat(full.merge(signed(PROPOSAL, 164, 165))).isEqualTo(full);
    }

    @Test
    void itsSignaturesCannotBeChangedFromOutside() {
        RosterEntry entry = signed(PROPOSAL, 0, 1);
        entry.signatures().values().forEach(signature -> Arrays.fill(signature, (byte) 0));
        entry.signatures().clear();
        assertThat(entry).isEqualTo(signed(PROPOSAL, 0, 1));
    }

    @Test
    void signersMustAscendSoThatNobodyIsCountedTwice() {
        byte[] encoded = signed(PROPOSAL, 0, 1).encode();
        int half = 96;
        byte[] twice = encoded.clone();
        System.arraycopy(encoded, encoded.length - 2 * half, twice, encoded.length - half, half);
        byte[] swapped = encoded.clone();
        System.arraycopy(encoded, encoded.length - 2 * half, swapped, encoded.length - half, half);
        System.arraycopy(encoded, encoded.length - half, swapped, encoded.length - 2 * half, half);
        for (byte[] broken : new byte[][] {twice, swapped}) {
            assertThatThrownBy(() -> RosterEntry.decode(broken))
                    .isInstanceOf(TrustFormatException.class)
                    .hasMessageContaining("ascending");
        }
    }

    @Test
    void decodingRefusesMoreThanItsCaps() {
        byte[] encoded = signed(PROPOSAL, 0).encode();
        byte[] manySignatures = encoded.clone();
        manySignatures[encoded.length - 97] = 65;
        assertDecodeFails(manySignatures, "signature count");
        assertDecodeFails(new byte[RosterEntry.MAX_BYTES + 1], "more than the 204800");
        assertDecodeFails(Arrays.copyOf(encoded, encoded.length + 1), "after its end");
        byte[] longNewcomer = encoded.clone();
        longNewcomer[43] = (byte) 0xFF;
        assertDecodeFails(longNewcomer, "newcomer has");
        byte[] longContent = encoded.clone();
        longContent[40] = (byte) 0xFF;
        assertDecodeFails(longContent, "content has");
    }

    @Test
    void aKindOfChangeThatNobodyKnowsIsRefusedByItsNumber() {
        byte[] encoded = signed(PROPOSAL, 0).encode();
        for (int kind : new int[] {0, 99, 255}) {
            byte[] unknown = encoded.clone();
            unknown[37] = (byte) kind;
            assertDecodeFails(unknown, "kind is " + kind);
        }
        byte[] mistaken = encoded.clone();
        mistaken[37] = 2;
        assertDecodeFails(mistaken, "revocation");
    }

    private static void assertDecodeFails(byte[] bytes, String message) {
        assertThatThrownBy(() -> RosterEntry.decode(bytes))
                .isInstanceOf(TrustFormatException.class)
                .hasMessageContaining(message);
    }
}
