package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.message.Body.ConsolidationStatus;
import dev.starling.gossip.message.Body.ConsolidationVote;
import dev.starling.gossip.message.Body.ListProposal;
import dev.starling.gossip.message.Endorsement;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.ListCertificate;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;
import dev.starling.gossip.message.Participant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The proposer's side of one attempt: hears where the others stand, chooses a list, collects signatures. Forgotten by a
 * crash, which costs the attempt. Confined to the engine's thread.
 */
final class Proposing {
    private final int attempt;
    private final Voters voters;
    private final Map<PeerId, ConsolidationStatus> statuses = new TreeMap<>();
    private final Map<PeerId, ConsolidationVote> listVotes = new TreeMap<>();
    private final Map<PeerId, ConsolidationVote> modelVotes = new TreeMap<>();
    private @Nullable ListProposal proposal;

    Proposing(int attempt, Voters voters) {
        this.attempt = attempt;
        this.voters = voters;
    }

    Optional<ListProposal> proposal() {
        return Optional.ofNullable(proposal);
    }

    void heard(PeerId from, ConsolidationStatus status) {
        statuses.put(from, status);
    }

    /** True when the peer has said which snapshot of it may be taken. */
    boolean isReady(PeerId peer) {
        ConsolidationStatus status = statuses.get(peer);
        return status != null && status.own().isPresent();
    }

    /** True when more than half of the voters said where they stand. */
    boolean hasQuorum() {
        return statuses.keySet().stream().filter(voters::contains).count() >= voters.quorum();
    }

    /**
     * True when more than half of the voters are free: then nothing is decided, and a list whose sum cannot be formed again,
     * because one of its members is gone, holds nobody up.
     */
    private boolean hasQuorumWithoutLock() {
        return statuses.entrySet().stream()
                        .filter(e -> voters.contains(e.getKey())
                                && e.getValue().lock().isEmpty())
                        .count()
                >= voters.quorum();
    }

    /**
     * Chooses the list: that of the newest lock, because it may be decided already, else one of all who are ready. Empty
     * when fewer are ready than make a quorum.
     *
     * @param locks judges the certificate of a lock
     */
    Optional<ListProposal> choose(Ballots ballots, Roster roster, Predicate<ListCertificate> locks) {
        ListCertificate newest = null;
        for (ConsolidationStatus status : statuses.values()) {
            ListCertificate lock = status.lock().orElse(null);
            if (lock != null
                    && !(lock.list().inRounds() && hasQuorumWithoutLock())
                    && (newest == null || lock.attempt() > newest.attempt())
                    && locks.test(lock)) {
                newest = lock;
            }
        }
        if (newest != null) {
            proposal = new ListProposal(attempt, newest.list(), newest.attempt(), newest.endorsements());
        } else {
            List<Participant> participants = ready(ballots.dueSlot(), roster);
            if (participants.size() >= voters.quorum()) {
                ModelList list = new ModelList(
                        ballots.index(),
                        ballots.dueSlot(),
                        ballots.parent(),
                        ballots.votersHead(),
                        roster.head(),
                        participants);
                proposal = new ListProposal(attempt, list, 0, List.of());
            }
        }
        return proposal();
    }

    private List<Participant> ready(int slot, Roster roster) {
        List<Participant> ready = new ArrayList<>();
        statuses.forEach((peer, status) -> status.own()
                .filter(own -> own.member().equals(peer) && own.slot() >= slot && roster.contains(peer))
                .filter(own -> ready.size() < Limits.PARTICIPANTS)
                .ifPresent(ready::add));
        return ready;
    }

    /** Takes a vote whose signature holds; false when it contradicts one that the voter gave before. */
    boolean take(PeerId from, ConsolidationVote vote) {
        Map<PeerId, ConsolidationVote> votes = vote.model().isPresent() ? modelVotes : listVotes;
        ConsolidationVote before = votes.putIfAbsent(from, vote);
        return before == null
                || (before.list().equals(vote.list()) && before.model().equals(vote.model()));
    }

    /** What keeps the attempt from succeeding, for people. */
    String why() {
        return proposal == null
                ? "too few members were ready"
                : "%d members signed the list and %d the model".formatted(listVotes.size(), modelVotes.size());
    }

    /** The proposal with the proof that its list is certified in this attempt, once it is and was not before. */
    Optional<ListProposal> certifyList() {
        ListProposal open = proposal;
        if (open == null || open.proofAttempt() == attempt) {
            return Optional.empty();
        }
        List<Endorsement> endorsements = endorsements(listVotes, open.list().hash(), Optional.empty());
        if (endorsements.size() < voters.quorum()) {
            return Optional.empty();
        }
        proposal = new ListProposal(attempt, open.list(), attempt, endorsements);
        return proposal();
    }

    /** The certificate, once more than half signed the same model. */
    Optional<ModelCertificate> certifyModel() {
        ListProposal open = proposal;
        if (open == null) {
            return Optional.empty();
        }
        Digest list = open.list().hash();
        for (ConsolidationVote vote : modelVotes.values()) {
            List<Endorsement> endorsements = endorsements(modelVotes, list, vote.model());
            if (endorsements.size() >= voters.quorum()) {
                return Optional.of(
                        new ModelCertificate(attempt, open.list(), vote.model().orElseThrow(), endorsements));
            }
        }
        return Optional.empty();
    }

    private static List<Endorsement> endorsements(
            Map<PeerId, ConsolidationVote> votes, Digest list, Optional<Digest> model) {
        List<Endorsement> endorsements = new ArrayList<>();
        votes.forEach((voter, vote) -> {
            if (vote.list().equals(list) && vote.model().equals(model)) {
                endorsements.add(new Endorsement(voter, vote.signature()));
            }
        });
        return endorsements;
    }
}
