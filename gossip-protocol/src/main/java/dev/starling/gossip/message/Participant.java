package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;

/**
 * One member's part of a consolidated model: the snapshot that goes into the mean.
 *
 * @param base hash of the vector that the snapshot's body is a difference to
 * @param encoding code of the body's encoding
 * @param root names the snapshot: follows from member, life, slot and body
 */
public record Participant(PeerId member, long life, int slot, Digest base, int encoding, Digest root) {}
