package dev.starling.node.charter;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.document.Member;
import java.util.Arrays;
import java.util.List;

/** Charters and members made up for tests. */
public final class Charters {
    private Charters() {}

    /** A member whose keys follow from a number. */
    public static Member member(int number) {
        try (Identity identity = Identity.fromSeeds(seed(number), seed(number + 100))) {
            return new Member(identity.publicIdentity(), "Hospital " + number, 100 + number);
        }
    }

    /** A charter over these columns with two classes, "no" and "yes", in column "sick". */
    public static Charter of(Charter.Model model, Charter.Column... columns) {
        Charter.Schema schema = new Charter.Schema("sick", List.of("no", "yes"), List.of(columns));
        Charter plain = Charter.withDefaults("test", List.of(member(1), member(2)), schema);
        return new Charter(
                plain.name(),
                plain.founders(),
                plain.schema(),
                model,
                plain.training(),
                plain.plan(),
                plain.mixing(),
                plain.admission(),
                plain.limits());
    }

    private static byte[] seed(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return seed;
    }
}
