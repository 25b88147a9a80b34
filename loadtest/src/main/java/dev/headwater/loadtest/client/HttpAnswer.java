package dev.headwater.loadtest.client;

import java.nio.charset.StandardCharsets;

/** What came of a GET, whole or not. Its body belongs to who asked. */
public final class HttpAnswer {
    private static final int OK = 200;

    private final int status;
    private final String broken;
    private final byte[] body;
    private final int kept;
    private final long length;
    private final long firstByteNanos;
    private final long lastByteNanos;

    /**
     * @param status 0 if nothing came
     * @param broken why it is not whole; empty if it is
     * @param body of which {@code kept} bytes are filled
     * @param firstByteNanos from the question to the first byte of the answer, as the next to the last one
     */
    HttpAnswer(int status, String broken, byte[] body, int kept, long length, long firstByteNanos, long lastByteNanos) {
        this.status = status;
        this.broken = broken;
        this.body = body;
        this.kept = kept;
        this.length = length;
        this.firstByteNanos = firstByteNanos;
        this.lastByteNanos = lastByteNanos;
    }

    /** Whether it is what was asked for, and whole. */
    public boolean isOk() {
        return status == OK && broken.isEmpty();
    }

    /** What is wrong with it, for people. */
    public String trouble() {
        return status == OK || status == 0 ? broken : "status " + status;
    }

    /** The start of the body, as much as was to be kept: {@link #kept} bytes of this array. */
    public byte[] body() {
        return body;
    }

    public int kept() {
        return kept;
    }

    /** Bytes of the whole body. */
    public long length() {
        return length;
    }

    public String text() {
        return new String(body, 0, kept, StandardCharsets.UTF_8);
    }

    /** From the question, with the connect if it needed one, to the first byte of the answer. */
    public long firstByteNanos() {
        return firstByteNanos;
    }

    /** From the question to the last byte of the answer. */
    public long lastByteNanos() {
        return lastByteNanos;
    }
}
