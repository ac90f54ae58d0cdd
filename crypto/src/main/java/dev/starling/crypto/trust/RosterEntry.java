package dev.starling.crypto.trust;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.VerifyingKey;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import dev.starling.crypto.trust.document.Decoder;
import dev.starling.crypto.trust.document.Encoder;
import dev.starling.crypto.trust.document.TrustFormatException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the roster's log: a change, its place, and the members who agreed to it. It counts once enough members
 * have signed it. Its hash covers the content but not the signatures, so two members that collected different signatures
 * for one content still hold the same chain. Immutable; equal when content and signatures are.
 */
public final class RosterEntry {
    /** Largest encoding in bytes. */
    public static final int MAX_BYTES = 200 * 1024;

    /** Most signatures that an entry carries. */
    public static final int MAX_SIGNATURES = 64;

    private static final int VERSION = 2;
    private static final int SIGNATURE_ENTRY_BYTES = Digest.BYTES + VerifyingKey.SIGNATURE_BYTES;

    private final Content content;
    private final byte[] contentBytes;
    private final Digest hash;
    private final NavigableMap<PeerId, byte[]> signatures;

    /** What is signed. */
    private record Content(Digest previous, int index, RosterChange change) {
        byte[] encode() {
            Encoder out = new Encoder().u8(VERSION).raw(previous.bytes()).u32(index);
            ChangeCodec.encode(change, out);
            return out.toBytes();
        }
    }

    private RosterEntry(Content content, byte[] contentBytes, NavigableMap<PeerId, byte[]> signatures) {
        this.content = content;
        this.contentBytes = contentBytes;
        this.hash = Digest.of(contentBytes);
        this.signatures = signatures;
    }

    /** The entry that would make this change next; nobody has signed it yet. */
    public static RosterEntry propose(Roster roster, RosterChange change) {
        Content content = new Content(roster.head(), roster.version(), change);
        return new RosterEntry(content, content.encode(), new TreeMap<>());
    }

    /**
     * This entry with one more signature. The signer has checked what it agrees to, an invitation's expiry included.
     *
     * @param federation the federation whose log it is for
     * @throws IllegalStateException if the entry is full
     */
    public RosterEntry signedBy(Identity signer, Digest federation) {
        NavigableMap<PeerId, byte[]> more = new TreeMap<>(signatures);
        more.put(signer.peerId(), signer.sign(context(federation), contentBytes));
        if (more.size() > room()) {
            throw new IllegalStateException("a roster entry has room for " + room() + " signatures");
        }
        return new RosterEntry(content, contentBytes, more);
    }

    /**
     * The signatures of both. Where both have one by the same peer, this one's stays; what does not fit is left out, so
     * merge only what {@link Roster#verified} kept.
     *
     * @throws IllegalArgumentException if the other entry says something else
     */
    public RosterEntry merge(RosterEntry other) {
        if (!hash.equals(other.hash)) {
            throw new IllegalArgumentException("these are two different entries: " + hash + " and " + other.hash);
        }
        NavigableMap<PeerId, byte[]> union = new TreeMap<>(signatures);
        other.signatures.forEach((signer, signature) -> {
            if (union.size() < room()) {
                union.putIfAbsent(signer, signature);
            }
        });
        return new RosterEntry(content, contentBytes, union);
    }

    /** This entry with the signatures of these peers only. */
    RosterEntry keeping(Collection<PeerId> signers) {
        NavigableMap<PeerId, byte[]> kept = new TreeMap<>(signatures);
        kept.keySet().retainAll(signers);
        return new RosterEntry(content, contentBytes, kept);
    }

    /** The hash of the entry before, or the federation id at the beginning. */
    public Digest previous() {
        return content.previous();
    }

    /** Place in the log, from 0. */
    public int index() {
        return content.index();
    }

    /** What changes with it. */
    public RosterChange change() {
        return content.change();
    }

    /** Signatures by signer, ascending; a copy, not verified here. */
    public Map<PeerId, byte[]> signatures() {
        Map<PeerId, byte[]> copy = new LinkedHashMap<>();
        signatures.forEach((signer, signature) -> copy.put(signer, signature.clone()));
        return copy;
    }

    /** The hash of the content; the next entry's {@link #previous}. */
    public Digest hash() {
        return hash;
    }

    /** The canonical bytes; see the package description for the layout. */
    public byte[] encode() {
        Encoder out = new Encoder().raw(contentBytes).u8(signatures.size());
        signatures.forEach(
                (signer, signature) -> out.raw(signer.digest().bytes()).raw(signature));
        return out.toBytes();
    }

    /**
     * Reads what {@link #encode} wrote, at most 200 KiB and 64 signatures. No signature is verified here.
     *
     * @throws TrustFormatException if the bytes are anything else, a kind of change included that this program does not
     *     know
     */
    public static RosterEntry decode(byte[] encoded) throws TrustFormatException {
        Decoder in = new Decoder(encoded, "roster entry", MAX_BYTES);
        in.version(VERSION);
        Digest previous = in.digest("previous");
        int index = in.u32("index");
        RosterChange change = ChangeCodec.decode(in);
        byte[] contentBytes = Arrays.copyOf(encoded, encoded.length - in.remaining());
        NavigableMap<PeerId, byte[]> signatures = decodeSignatures(in);
        in.end();
        return new RosterEntry(new Content(previous, index, change), contentBytes, signatures);
    }

    /** Whether the signature that the entry carries for this peer was made with this key. */
    boolean isSignedWith(VerifyingKey key, Digest federation) {
        byte[] signature = signatures.get(key.peerId());
        return signature != null && key.verify(context(federation), contentBytes, signature);
    }

    int signatureCount() {
        return signatures.size();
    }

    Iterable<PeerId> signers() {
        return signatures.navigableKeySet();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RosterEntry entry && hash.equals(entry.hash) && Arrays.equals(encode(), entry.encode());
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return "RosterEntry[" + index() + " " + hash + ", " + change() + ", signatures " + signatures.size() + "]";
    }

    private int room() {
        return Math.min(MAX_SIGNATURES, (MAX_BYTES - contentBytes.length - 1) / SIGNATURE_ENTRY_BYTES);
    }

    private static NavigableMap<PeerId, byte[]> decodeSignatures(Decoder in) throws TrustFormatException {
        int count = in.u8("signature count");
        if (count > MAX_SIGNATURES) {
            throw in.broken("signature count", "is " + count + ", more than the " + MAX_SIGNATURES + " allowed");
        }
        NavigableMap<PeerId, byte[]> signatures = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            PeerId signer = new PeerId(in.digest("signer"));
            if (!signatures.isEmpty() && signatures.lastKey().compareTo(signer) >= 0) {
                throw in.broken("signers", "are not in ascending order");
            }
            signatures.put(signer, in.raw("signature", VerifyingKey.SIGNATURE_BYTES));
        }
        return signatures;
    }

    private static SigningContext context(Digest federation) {
        return new SigningContext(federation, Purpose.ROSTER_ENTRY, VERSION);
    }
}
