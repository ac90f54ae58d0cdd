package dev.starling.crypto.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.document.Decoder;
import dev.starling.crypto.trust.document.Encoder;
import dev.starling.crypto.trust.document.TrustFormatException;
import java.util.Arrays;

/** The bytes of {@code roster.log}, to and from a roster. */
final class RosterLog {
    private static final String WHAT = "roster.log";
    private static final byte[] MAGIC = "STARROST".getBytes(US_ASCII);
    private static final int VERSION = 2;
    private static final int MAX_BYTES = 256 * 1024 * 1024;

    private RosterLog() {}

    static byte[] encode(Roster roster) {
        Encoder out = new Encoder()
                .raw(MAGIC)
                .u16(VERSION)
                .raw(roster.federation().bytes())
                .u32(roster.version());
        roster.log().forEach(entry -> out.prefixedU32(entry.encode()));
        return out.toBytes();
    }

    static Roster decode(Roster founding, byte[] file) throws TrustFormatException {
        Decoder in = new Decoder(file, WHAT, MAX_BYTES);
        if (!Arrays.equals(in.raw("magic", MAGIC.length), MAGIC)) {
            throw in.broken("magic", "is missing: this is not a roster file");
        }
        int version = in.u16("version");
        if (version != VERSION) {
            throw in.broken("version", "is " + version + ", and this program reads " + VERSION);
        }
        Digest federation = in.digest("federation");
        if (!federation.equals(founding.federation())) {
            throw in.broken("federation", "is " + federation + ", and the charter's is " + founding.federation());
        }
        int count = in.u32("entry count");
        Roster roster = founding;
        for (int i = 0; i < count; i++) {
            roster = append(roster, in, "entry " + i);
        }
        in.end();
        return roster;
    }

    private static Roster append(Roster roster, Decoder in, String entry) throws TrustFormatException {
        byte[] encoded = in.prefixedU32(entry, RosterEntry.MAX_BYTES);
        RosterEntry decoded;
        try {
            decoded = RosterEntry.decode(encoded);
        } catch (TrustFormatException e) {
            throw new TrustFormatException(WHAT + ": " + entry + ": " + e.getMessage(), e);
        }
        Extension extension = roster.extend(decoded);
        if (extension.outcome() != Extension.Outcome.APPENDED) {
            throw in.broken(entry, "does not hold: " + extension.outcome());
        }
        return extension.roster();
    }
}
