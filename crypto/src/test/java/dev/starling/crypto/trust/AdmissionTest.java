package dev.starling.crypto.trust;

import static dev.starling.crypto.trust.TestFederation.FOUNDING;
import static dev.starling.crypto.trust.TestFederation.ID;
import static dev.starling.crypto.trust.TestFederation.identity;
import static dev.starling.crypto.trust.TestFederation.invitation;
import static dev.starling.crypto.trust.TestFederation.member;
import static dev.starling.crypto.trust.TestFederation.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Admission PROPOSAL = Admission.propose(FOUNDING, member(5), invitation(0, 1));

    @Test
    void aProposalContinuesTheRostersLog() {
        assertThat(PROPOSAL.index()).isZero();
        assertThat(PROPOSAL.previous()).isEqualTo(ID);
        assertThat(PROPOSAL.signatures()).isEmpty();
        Roster next = FOUNDING.extend(signed(PROPOSAL, 0, 2)).roster();
        Admission second = Admission.propose(next, member(6), invitation(1, 1));
        assertThat(second.index()).isEqualTo(1);
        assertThat(second.previous()).isEqualTo(PROPOSAL.hash());
    }

    @Test
    void everyFieldComesBack() throws Exception {
        Admission entry = signed(PROPOSAL, 2, 0, 1);
        Admission decoded = Admission.decode(entry.encode());
        assertThat(decoded).isEqualTo(entry).hasSameHashCodeAs(entry);
        assertThat(decoded.newcomer()).isEqualTo(member(5));
        assertThat(decoded.invitation()).isEqualTo(invitation(0, 1));
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
        Admission union = signed(PROPOSAL, 0).merge(signed(PROPOSAL, 1, 0));
        assertThat(union).isEqualTo(signed(PROPOSAL, 0, 1));
        assertThat(signed(PROPOSAL, 1, 0).merge(signed(PROPOSAL, 0))).isEqualTo(union);
        assertThat(union.merge(union)).isEqualTo(union);
    }

    @Test
    void twoDifferentAdmissionsDoNotMerge() {
        Admission other = Admission.propose(FOUNDING, member(6), invitation(0, 1));
        assertThatThrownBy(() -> PROPOSAL.merge(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void holdsSixtyFourSignaturesAndNoMoreHoweverTheyCome() throws Exception {
        Admission full = signed(PROPOSAL, IntStream.range(100, 164).toArray());
        assertThat(full.encode()).hasSizeLessThanOrEqualTo(Admission.MAX_BYTES);
        assertThat(Admission.decode(full.encode()).signatures()).hasSize(64);
        assertThatThrownBy(() -> full.signedBy(identity(164))).isInstanceOf(IllegalStateException.class);
        assertThat(full.merge(signed(PROPOSAL, 164, 165))).isEqualTo(full);
    }

    @Test
    void itsSignaturesCannotBeChangedFromOutside() {
        Admission entry = signed(PROPOSAL, 0, 1);
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
            assertThatThrownBy(() -> Admission.decode(broken))
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
        assertDecodeFails(new byte[Admission.MAX_BYTES + 1], "more than the 8192");
        assertDecodeFails(Arrays.copyOf(encoded, encoded.length + 1), "after its end");
        byte[] longNewcomer = encoded.clone();
        longNewcomer[38] = (byte) 0xFF;
        assertDecodeFails(longNewcomer, "newcomer has");
    }

    private static void assertDecodeFails(byte[] bytes, String message) {
        assertThatThrownBy(() -> Admission.decode(bytes))
                .isInstanceOf(TrustFormatException.class)
                .hasMessageContaining(message);
    }
}
