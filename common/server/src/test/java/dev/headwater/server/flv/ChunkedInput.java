package dev.headwater.server.flv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of a chunked answer (RFC 9112, 7.1), strictly: anything else is an error. */
final class ChunkedInput extends InputStream {
    private static final int MAX_SIZE_DIGITS = 8;

    private final InputStream in;
    private int left;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    /** Whether the last chunk has come. */
    boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        if (ended) {
            return -1;
        }
        if (left == 0) {
            left = Integer.parseInt(sizeLine(), 16);
            if (left == 0) {
                line();
                ended = true;
                return -1;
            }
        }
        int next = in.read();
        if (next < 0) {
            throw new EOFException("within a chunk");
        }
        if (--left == 0) {
            line();
        }
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int next = read();
        if (next < 0) {
            return -1;
        }
        into[offset] = (byte) next;
        return 1;
    }

    private String sizeLine() throws IOException {
        var digits = new byte[MAX_SIZE_DIGITS + 1];
        for (int i = 0; i < digits.length; i++) {
            int next = in.read();
            if (next == '\r') {
                expect('\n');
                return new String(digits, 0, i, US_ASCII);
            }
            if (next < 0) {
                throw new EOFException("before a chunk");
            }
            digits[i] = (byte) next;
        }
        throw new IOException("no size of a chunk: " + new String(digits, US_ASCII));
    }

    private void line() throws IOException {
        expect('\r');
        expect('\n');
    }

    private void expect(int wanted) throws IOException {
        int next = in.read();
        if (next != wanted) {
            throw new IOException("expected %d, found %d".formatted(wanted, next));
        }
    }
}
