package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.SignedHeader;
import java.util.Arrays;

/** What checkpoints and records are made of, written and read under the same checks. Immutable. */
final class DurableFields {
    private final Digest federation;
    private final int dimension;
    private final int largestBody;
    private final HeaderCodec headers;

    DurableFields(Digest federation, int dimension) {
        if (dimension < 1) {
            throw new IllegalArgumentException("a model has at least one parameter");
        }
        this.federation = federation;
        this.dimension = dimension;
        this.largestBody = Arrays.stream(DeltaEncoding.all())
                .mapToInt(encoding -> encoding.encodedLength(dimension))
                .max()
                .orElseThrow();
        this.headers = new HeaderCodec(federation);
    }

    Digest federation() {
        return federation;
    }

    int dimension() {
        return dimension;
    }

    ByteWriter vector(ByteWriter out, float[] values) {
        if (values.length != dimension) {
            throw new IllegalArgumentException("a vector of another dimension");
        }
        return out.floats(values);
    }

    float[] vector(ByteReader in) {
        return in.floats(dimension);
    }

    ByteWriter header(ByteWriter out, SignedHeader header) {
        return out.sized(header.bytes()).bytes(header.signature());
    }

    SignedHeader header(ByteReader in) {
        return headers.decode(in.sized(HeaderCodec.MAX_BYTES), in.bytes(HeaderCodec.SIGNATURE));
    }

    ByteWriter body(ByteWriter out, byte[] body) {
        if (body.length > largestBody) {
            throw new IllegalArgumentException("a body that no encoding of this dimension writes");
        }
        return out.sized(body);
    }

    byte[] body(ByteReader in) {
        return in.sized(largestBody);
    }

    ByteWriter snapshot(ByteWriter out, Snapshot snapshot) {
        if (snapshot.body().length != snapshot.header().header().length()) {
            throw new IllegalArgumentException("a body of another length than its header says");
        }
        return body(header(out, snapshot.header()), snapshot.body());
    }

    Snapshot snapshot(ByteReader in) {
        SignedHeader header = header(in);
        byte[] body = body(in);
        if (body.length != header.header().length()) {
            throw new MalformedException("a body of another length than its header says");
        }
        return new Snapshot(header, body);
    }
}
