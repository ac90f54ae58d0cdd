package dev.starling.testnet.demo;

import dev.starling.testnet.federation.Site;
import java.util.List;

/**
 * Who does what. Settings were found by experiment: under them federating helps every hospital for nearly every seed.
 *
 * @param sites the hospitals in their fixed order; the first founds the federation
 */
record Cast(List<Site> sites) {
    /** Hospitals that are there from the first slot. */
    static final int AT_FIRST = 5;

    /** Least duration of a slot: long enough to watch somebody come and somebody go. */
    static final int SLOT_MILLIS = 400;

    private static final int LEAVER = 3;
    private static final int LATE = 5;

    Cast {
        sites = List.copyOf(sites);
    }

    Site founder() {
        return sites.get(0);
    }

    /** Those who are let in before the first slot. */
    List<Site> invited() {
        return sites.subList(1, AT_FIRST);
    }

    Site late() {
        return sites.get(LATE);
    }

    Site leaver() {
        return sites.get(LEAVER);
    }
}
