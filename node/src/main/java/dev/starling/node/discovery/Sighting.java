package dev.starling.node.discovery;

/**
 * Somebody announced a member of this federation: a hint, unauthenticated.
 *
 * @param peerId 64 lower-case hexadecimal digits, as announced
 * @param federationTag first 16 hexadecimal digits of the federation id, as announced
 * @param hostPort IPv4 address and port to dial, such as {@code 10.0.0.7:7070}
 */
public record Sighting(String peerId, String federationTag, String hostPort) {}
