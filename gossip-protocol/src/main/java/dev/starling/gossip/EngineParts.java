package dev.starling.gossip;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.consolidation.ConsolidationDesk;
import dev.starling.gossip.exchange.Exchanges;
import dev.starling.gossip.exchange.Ledger;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.membership.Schedule;
import dev.starling.gossip.wire.HeaderCodec;
import java.util.function.Supplier;

/** What the parts of one engine share. */
record EngineParts(
        Identity identity,
        GossipSettings settings,
        Ledger ledger,
        Exchanges exchanges,
        MemberTable members,
        Schedule schedule,
        HeaderCodec headers,
        ConsolidationDesk consolidation,
        Supplier<Roster> roster,
        Outbox outbox) {}
