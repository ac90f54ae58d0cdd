package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.AgreementState;
import dev.starling.gossip.journal.AgreementState.Lock;
import dev.starling.gossip.journal.AgreementState.Signed;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.ListCertificate;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;
import dev.starling.gossip.message.Participant;
import dev.starling.gossip.message.SnapshotHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The durable part of the agreement on consolidated models: what is decided, what this member signed for the running index,
 * and its snapshot for it. Changed by records and by publishing only, so that a replay leads to the state that wrote them.
 * Confined to the engine's thread.
 */
public final class Ballots {
    private final PeerId self;
    private final int every;
    private final Digest genesis;
    private final Digest federation;
    private List<ModelCertificate> decided = List.of();
    private int reached;
    private int dueSlot;
    private @Nullable Signed signed;
    private @Nullable Lock lock;
    private long silentLife;
    private @Nullable Snapshot retained;

    /**
     * @param every slots between consolidations, 0 for never
     * @param genesis hash of the parameters that everybody starts from
     */
    public Ballots(PeerId self, int every, Digest genesis, Digest federation) {
        this.self = self;
        this.every = every;
        this.genesis = genesis;
        this.federation = federation;
        schedule();
    }

    /** For reading a state that nobody goes on from. */
    public static Ballots none(Digest federation) {
        return new Ballots(new PeerId(federation), 0, federation, federation);
    }

    /** Goes on from a checkpoint. */
    public void restore(AgreementState state) {
        decided = state.decided();
        schedule();
        signed = state.signed().orElse(null);
        lock = state.lock().orElse(null);
        silentLife = state.silentLife();
        retained = state.retained().orElse(null);
    }

    /** For a checkpoint. */
    public AgreementState state() {
        return new AgreementState(
                decided, Optional.ofNullable(signed), Optional.ofNullable(lock), silentLife, retained());
    }

    /** True when there are consolidations at all. */
    public boolean enabled() {
        return every > 0;
    }

    /** This member published: its first snapshot that has reached the running index's slot is kept for it. */
    public void published(Snapshot snapshot) {
        if (enabled() && retained == null && snapshot.header().header().slot() >= dueSlot()) {
            retained = snapshot;
        }
    }

    /** What this member signed in a life before is void with that life. */
    public void lifeBegins() {
        retained = null;
    }

    public void apply(JournalRecord.ListSigned record) {
        signed = new Signed(record.attempt(), record.list());
    }

    public void apply(JournalRecord.ModelSigned record) {
        lock = new Lock(record.certificate(), record.model());
    }

    public void apply(JournalRecord.Silenced record) {
        silentLife = record.life();
    }

    /**
     * The next index runs.
     *
     * @param latest this member's latest snapshot, kept at once when it has reached the next slot, too
     */
    public void apply(JournalRecord.Consolidated record, Optional<Snapshot> latest) {
        ModelCertificate certificate = record.certificate();
        List<ModelCertificate> both = new ArrayList<>(decided);
        both.add(certificate);
        decided = List.copyOf(both.subList(Math.max(0, both.size() - 2), both.size()));
        schedule();
        signed = null;
        lock = null;
        retained = null;
        for (Participant participant : certificate.list().participants()) {
            if (participant.member().equals(self) && participant.life() >= silentLife) {
                silentLife = 0;
            }
        }
        latest.ifPresent(this::published);
    }

    /** Certificates of the last two consolidations, oldest first. */
    public List<ModelCertificate> decided() {
        return decided;
    }

    /** The newest certificate. */
    public Optional<ModelCertificate> last() {
        return decided.isEmpty() ? Optional.empty() : Optional.of(decided.get(decided.size() - 1));
    }

    /** The running index. */
    public int index() {
        return last().map(certificate -> certificate.index() + 1).orElse(1);
    }

    /**
     * The slot that snapshots of the running index have reached: the next multiple of the period behind every snapshot of
     * the last model. A consolidation that takes long does not make the next ones late.
     */
    public int dueSlot() {
        return dueSlot;
    }

    /** The slot of the newest snapshot in the last model, 0 before the first. */
    public int reachedSlot() {
        return reached;
    }

    /** True when the last model is not more than two periods older than this slot. */
    boolean isRecent(int slot) {
        return slot - reached <= 2L * every;
    }

    private void schedule() {
        reached = last().map(ModelCertificate::list).stream()
                .flatMap(list -> list.participants().stream())
                .mapToInt(Participant::slot)
                .max()
                .orElse(0);
        dueSlot =
                enabled() ? (int) Math.min(Integer.MAX_VALUE, ((long) reached / every + 1) * every) : Integer.MAX_VALUE;
    }

    /** Hash of the last model. */
    Digest parent() {
        return last().map(ModelCertificate::model).orElse(genesis);
    }

    /** Head of the roster that votes. */
    Digest votersHead() {
        return last().map(certificate -> certificate.list().rosterHead()).orElse(federation);
    }

    /** True when a list goes on from the last model, and names the roster that votes. */
    boolean leadTo(ModelList list) {
        return list.parent().equals(parent()) && list.votersHead().equals(votersHead());
    }

    /** The snapshot of this member for the running index. */
    public Optional<Snapshot> retained() {
        return Optional.ofNullable(retained);
    }

    /** False for another snapshot of this member's running life than the one it keeps: it never offered that. */
    boolean mayName(Participant entry) {
        return own().filter(mine -> mine.life() == entry.life())
                .map(entry::equals)
                .orElse(true);
    }

    /** This member's entry in a list of the running index. */
    Optional<Participant> own() {
        return retained().map(snapshot -> {
            SnapshotHeader header = snapshot.header().header();
            return new Participant(self, header.life(), header.slot(), header.base(), header.encoding(), header.root());
        });
    }

    Optional<Lock> lock() {
        return Optional.ofNullable(lock);
    }

    int lockAttempt() {
        return lock().map(l -> l.certificate().attempt()).orElse(0);
    }

    /** The newest attempt in which anything was signed, 0 when nothing was. */
    int newestAttempt() {
        return Math.max(signed == null ? 0 : signed.attempt(), lockAttempt());
    }

    /** True when this list was signed in this attempt. */
    boolean hasSigned(int attempt, Digest list) {
        return signed != null && signed.attempt() == attempt && signed.list().equals(list);
    }

    /** True when the model of a certified list was signed in this attempt. */
    boolean isLockedIn(int attempt) {
        return lockAttempt() == attempt;
    }

    /** True when the lock, if any, lets this member sign the list: it is the same list, or a newer certificate proves it. */
    boolean lockAllows(Digest list, int proofAttempt) {
        return lock().map(Lock::certificate)
                .map(ListCertificate::list)
                .map(locked -> locked.hash().equals(list) || proofAttempt > lockAttempt())
                .orElse(true);
    }

    /** True when this member may sign nothing yet. */
    boolean silent() {
        return silentLife != 0;
    }
}
