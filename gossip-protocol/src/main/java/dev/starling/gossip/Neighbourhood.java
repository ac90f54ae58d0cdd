package dev.starling.gossip;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.exchange.Exchanges;
import dev.starling.gossip.exchange.Partners;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.membership.Schedule;
import dev.starling.gossip.pacing.Company;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The neighbours of one member, as its round of slots looks at them. Confined to the engine's thread. */
final class Neighbourhood {
    private final Schedule schedule;
    private final Supplier<Roster> roster;
    private final MemberTable members;
    private final Exchanges exchanges;
    private final Partners partners;
    private final int fullSlot;
    private List<PeerId> latest = List.of();

    Neighbourhood(EngineParts parts) {
        this.schedule = parts.schedule();
        this.roster = parts.roster();
        this.members = parts.members();
        this.exchanges = parts.exchanges();
        this.partners = exchanges.partners();
        this.fullSlot = parts.settings().stepsPerSlot();
    }

    /** Neighbours of the latest slot, as they were when it was published. */
    List<PeerId> latest() {
        return latest;
    }

    /** A slot is being published: whoever is a neighbour in it now stays one. */
    List<PeerId> settle(int slot) {
        latest = inSlot(slot);
        return latest;
    }

    /** Who would be a neighbour in this slot, as far as is known now. */
    List<PeerId> inSlot(int slot) {
        return schedule.neighbours(roster.get(), slot, this::counts);
    }

    boolean counts(PeerId peer) {
        return members.alive(peer) && !exchanges.isQuarantined(peer) && !exchanges.isPaused(peer);
    }

    /** Live members with whom slots can be mixed. */
    int companions() {
        return members.aliveCount()
                - (int) exchanges.paused().stream().filter(members::alive).count();
    }

    Company company(int slot) {
        Predicate<PeerId> worth = unlessNobodyIs(this::worthWaitingFor);
        int live = 0;
        int resolved = 0;
        int published = 0;
        int awaited = 0;
        for (PeerId peer : latest) {
            if (counts(peer)) {
                boolean done = partners.resolved(peer);
                live++;
                resolved += done ? 1 : 0;
                published += exchanges.slotOf(peer) >= slot ? 1 : 0;
                awaited += !done && worth.test(peer) ? 1 : 0;
            }
        }
        return new Company(live, resolved, published, awaited);
    }

    /** Whoever trained less than half of its last slot is slow: its exchange can end beside the next training. */
    private boolean worthWaitingFor(PeerId peer) {
        return partners.punctual(peer) && 2 * partners.stepsOf(peer, fullSlot) >= fullSlot;
    }

    /** Where nobody is worth waiting for, everybody is: who waits for nobody publishes faster than anything can be exchanged. */
    private Predicate<PeerId> unlessNobodyIs(Predicate<PeerId> worth) {
        boolean somebody = latest.stream().anyMatch(peer -> counts(peer) && worth.test(peer));
        return somebody ? worth : peer -> true;
    }

    /** Since when the last exchange of the latest slot is under way with somebody who is worth waiting for. */
    OptionalLong swappingSinceNanos() {
        Predicate<PeerId> punctual = unlessNobodyIs(partners::punctual);
        return latest.stream()
                .filter(peer -> counts(peer) && partners.swapping(peer) && punctual.test(peer))
                .mapToLong(partners::swappingSinceNanos)
                .max();
    }

    /** Slots of those who would be neighbours in this one. */
    int[] slots(int slot) {
        return inSlot(slot).stream().mapToInt(exchanges::slotOf).toArray();
    }

    int newestSlot() {
        return exchanges.newestSlot(this::counts);
    }

    int mixedCount() {
        return (int) latest.stream().filter(exchanges::mixed).count();
    }

    /** True when somebody is there, and all who are there have swapped the latest snapshot. */
    boolean allSwapped() {
        List<PeerId> there = latest.stream().filter(this::counts).toList();
        return !there.isEmpty() && there.stream().allMatch(exchanges::swapped);
    }

    /**
     * The latest slot is over. True when somebody published it, too, and still the two have not swapped, or when a header of
     * an earlier one came meanwhile, too late for any exchange.
     */
    boolean slotOver() {
        boolean missed =
                latest.stream().anyMatch(peer -> counts(peer) && (partners.swapping(peer) || partners.cameLate(peer)));
        partners.slotOver(latest);
        return missed;
    }
}
