package dev.starling.crypto.trust;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.TrustFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs: the founders that the charter certifies, and a log of changes, each naming the hash of the one before and
 * signed by a quorum of the members of its day. Immutable: what changes is which roster one holds. Equal when
 * federation and head are, because the head stands for the whole log and the federation id for the charter.
 */
public final class Roster {
    private final Digest federation;
    private final int quorum;
    private final List<Member> founders;
    private final List<RosterEntry> log;
    private final RosterState state;
    private final List<Member> members;
    private final Map<PeerId, Integer> places;
    private final double meanRows;

    /** Takes a log whose entries have all been judged before. */
    private Roster(Digest federation, int quorum, List<Member> founders, List<RosterEntry> judgedLog) {
        this.federation = federation;
        this.quorum = quorum;
        this.founders = founders;
        this.log = List.copyOf(judgedLog);
        this.state = new RosterState(quorum, founders, log);
        this.members = List.copyOf(state.members().values());
        this.places = new HashMap<>(2 * members.size());
        long rows = 0;
        for (int place = 0; place < members.size(); place++) {
            places.put(members.get(place).id(), place);
            rows += members.get(place).rows();
        }
        this.meanRows = members.isEmpty() ? 0 : (double) rows / members.size();
    }

    /**
     * The roster on the first day.
     *
     * @param federation SHA-256 of the charter
     * @param quorum how many members must sign an entry, 1 to the number of founders
     * @param founders those whom the charter names, in any order
     * @throws IllegalArgumentException if the quorum is out of bounds or a founder is named twice
     */
    public static Roster founding(Digest federation, int quorum, List<Member> founders) {
        if (quorum < 1 || quorum > founders.size()) {
            throw new IllegalArgumentException(
                    "quorum must be 1 to " + founders.size() + ", the number of founders, not " + quorum);
        }
        Roster roster = new Roster(federation, quorum, List.copyOf(founders), List.of());
        if (roster.size() != founders.size()) {
            throw new IllegalArgumentException("a founder is named twice");
        }
        return roster;
    }

    /** The federation's id. */
    public Digest federation() {
        return federation;
    }

    /** How many members must sign an entry. */
    public int quorum() {
        return quorum;
    }

    /** Number of entries in the log. */
    public int version() {
        return log.size();
    }

    /** Hash of the last entry; the federation id while the log is empty. */
    public Digest head() {
        return headAt(log.size());
    }

    /** Everybody who belongs, ascending by peer id. */
    public List<Member> members() {
        return members;
    }

    /** Number of members. */
    public int size() {
        return members.size();
    }

    /** Whether this peer belongs. */
    public boolean contains(PeerId peer) {
        return places.containsKey(peer);
    }

    /** Where this peer stands in {@link #members}, from 0; -1 when it does not belong. */
    public int placeOf(PeerId peer) {
        return places.getOrDefault(peer, -1);
    }

    /** The mean of the members' attested training rows. */
    public double meanRows() {
        return meanRows;
    }

    /** The member of that name, if there is one. */
    public Optional<Member> member(PeerId peer) {
        Integer place = places.get(peer);
        return place == null ? Optional.empty() : Optional.of(members.get(place));
    }

    /** Whether this peer may take part. */
    public TrustDecision decide(PeerId peer) {
        if (contains(peer)) {
            return TrustDecision.MEMBER;
        }
        return revocation(peer).isPresent() ? TrustDecision.REVOKED : TrustDecision.STRANGER;
    }

    /** The member of that name, today or before it was removed. */
    public Optional<Member> everMember(PeerId peer) {
        return member(peer).or(() -> state.formerMember(peer));
    }

    /** The entry that removed this peer, if one did: its change says why, its signatures by whom. */
    public Optional<RosterEntry> revocation(PeerId peer) {
        return state.revocation(peer);
    }

    /** The sums that features are scaled by, once they are released. */
    public Optional<PooledStatistics> statistics() {
        return state.statistics();
    }

    /** All entries, the first one first. */
    public List<RosterEntry> log() {
        return log;
    }

    /**
     * The entries that somebody at that version lacks.
     *
     * @param version number of entries they have; beyond the end the answer is empty
     * @throws IllegalArgumentException if it is negative
     */
    public List<RosterEntry> logAfter(int version) {
        if (version < 0) {
            throw new IllegalArgumentException("version must not be negative: " + version);
        }
        return log.subList(Math.min(version, log.size()), log.size());
    }

    /** The members of today that have a voice in it and whose signature on this entry verifies, ascending. */
    public Set<PeerId> approvals(RosterEntry entry) {
        Set<PeerId> approvals = new TreeSet<>();
        for (PeerId signer : entry.signers()) {
            member(signer)
                    .filter(member -> entry.change().mayBeVotedOnBy(signer))
                    .filter(member -> entry.isSignedWith(member.identity().signingKey(), federation))
                    .ifPresent(member -> approvals.add(signer));
        }
        return approvals;
    }

    /** The entry with the signatures that count here and no others. */
    public RosterEntry verified(RosterEntry entry) {
        return entry.keeping(approvals(entry));
    }

    /** What {@link #extend} would say of an entry that makes this change and that enough members have signed. */
    public Extension.Outcome judge(RosterChange change) {
        return state.judge(change, this);
    }

    /**
     * Judges one entry and, if it holds, appends it. There is no clock here: whether an invitation had expired was for
     * those to judge who signed.
     */
    public Extension extend(RosterEntry entry) {
        Extension.Outcome outcome = judge(entry);
        if (outcome != Extension.Outcome.APPENDED) {
            return new Extension(this, outcome);
        }
        List<RosterEntry> longer = new ArrayList<>(log);
        longer.add(entry);
        return new Extension(new Roster(federation, quorum, founders, longer), outcome);
    }

    /**
     * Compares a peer's log with this one. The longer log wins; of two equally long ones that with the smaller head
     * hash, so that all members settle alike, whatever they hear first. An entry is verified only where the logs differ.
     *
     * <p>What lies before {@code from} is taken on their word until an entry shows otherwise, so an empty list proves
     * nothing: a peer whose {@link #head} differs is asked for at least its last entry, and after {@code GAP} for more.
     *
     * @param theirs their entries
     * @param from the index of the first of these
     */
    public Reconciliation reconcile(List<RosterEntry> theirs, int from) {
        return LogComparison.reconcile(this, theirs, from);
    }

    /** This roster when its log had that head; empty when it never had. */
    public Optional<Roster> at(Digest head) {
        for (int version = log.size(); version >= 0; version--) {
            if (headAt(version).equals(head)) {
                return Optional.of(at(version));
            }
        }
        return Optional.empty();
    }

    /** The roster's file, {@code roster.log}; see the package description for the layout. */
    public byte[] encodeLog() {
        return RosterLog.encode(this);
    }

    /**
     * Reads a roster's file and verifies every entry of it again.
     *
     * @param federation the federation it must be for
     * @param quorum the charter's quorum
     * @param founders the charter's founders
     * @throws TrustFormatException if it is not such a file, or an entry does not hold; the message says which
     */
    public static Roster decodeLog(Digest federation, int quorum, List<Member> founders, byte[] file)
            throws TrustFormatException {
        return RosterLog.decode(founding(federation, quorum, founders), file);
    }

    boolean hasUsed(Digest invitation) {
        return state.hasUsed(invitation);
    }

    /** What the head was when the log had that many entries. */
    Digest headAt(int version) {
        return version == 0 ? federation : log.get(version - 1).hash();
    }

    /** This roster when its log had that many entries. */
    Roster at(int version) {
        return version == log.size() ? this : new Roster(federation, quorum, founders, log.subList(0, version));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Roster roster
                && federation.equals(roster.federation)
                && quorum == roster.quorum
                && head().equals(roster.head());
    }

    @Override
    public int hashCode() {
        return head().hashCode();
    }

    @Override
    public String toString() {
        return "Roster[federation " + federation + ", version " + version() + ", head " + head() + ", members " + size()
                + "]";
    }

    /** Whether what the change wants is so already. */
    boolean holds(RosterChange change) {
        return state.holds(change);
    }

    private Extension.Outcome judge(RosterEntry entry) {
        if (entry.index() != version() || !entry.previous().equals(head())) {
            return Extension.Outcome.WRONG_PREVIOUS;
        }
        if (entry.signatureCount() < quorum) {
            return Extension.Outcome.TOO_FEW_SIGNATURES;
        }
        Extension.Outcome outcome = judge(entry.change());
        if (outcome != Extension.Outcome.APPENDED) {
            return outcome;
        }
        return approvals(entry).size() == entry.signatureCount()
                ? Extension.Outcome.APPENDED
                : Extension.Outcome.BAD_SIGNATURE;
    }
}
