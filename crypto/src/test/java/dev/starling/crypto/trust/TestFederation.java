package dev.starling.crypto.trust;

import dev.starling.crypto.TestKeys;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Three founders, numbered 0 to 2, two of whom must agree; newcomers have higher numbers. */
final class TestFederation {
    static final int QUORUM = 2;
    static final Digest ID = Digest.of(new byte[] {'c', 'h', 'a', 'r', 't', 'e', 'r'});
    static final Instant EXPIRY = TestKeys.NOW.plus(Duration.ofDays(7));
    static final List<String> ADDRESSES = List.of("clinic.example:7070", "[2001:db8::7]:7070");
    static final List<Member> FOUNDERS =
            IntStream.range(0, 3).mapToObj(TestFederation::member).toList();
    static final Roster FOUNDING = Roster.founding(ID, QUORUM, FOUNDERS);

    private TestFederation() {}

    static Identity identity(int number) {
        return TestKeys.identity(number);
    }

    static Member member(int number) {
        return new Member(identity(number).publicIdentity(), "Klinik Nº " + number, 100 + number);
    }

    static Invitation invitation(int inviter, long nonce) {
        return Invitation.issue(identity(inviter), ID, ADDRESSES, EXPIRY, new Random(nonce));
    }

    /** An entry that admits the newcomer next, signed by founders 0 and 1. */
    static RosterEntry admission(Roster roster, int newcomer) {
        return signed(RosterEntry.propose(roster, new Admission(member(newcomer), invitation(0, newcomer))), 0, 1);
    }

    static RosterEntry signed(RosterEntry entry, int... signers) {
        RosterEntry result = entry;
        for (int signer : signers) {
            result = result.signedBy(identity(signer), ID);
        }
        return result;
    }

    /** The roster after these newcomers were admitted in this order. */
    static Roster with(Roster roster, int... newcomers) {
        Roster result = roster;
        for (int newcomer : newcomers) {
            Extension extension = result.extend(admission(result, newcomer));
            if (extension.outcome() != Extension.Outcome.APPENDED) {
                throw new AssertionError("newcomer " + newcomer + ": " + extension.outcome());
            }
            result = extension.roster();
        }
        return result;
    }
}
