package dev.headwater.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** A client that says what it is told to, byte for byte. */
public final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final InputStream in;

    public RawHttp(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines are to end in CR LF: {@code |} stands for that here. */
    public RawHttp say(String text) {
        return say(text.replace("|", "\r\n").getBytes(ISO_8859_1));
    }

    public RawHttp say(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of the next answer, to the empty line. */
    public String head() {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = read();
            if (next < 0) {
                throw new AssertionError("hung up after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** So many bytes of what follows. */
    public byte[] bytes(int count) {
        try {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new AssertionError("hung up after %d of %d bytes".formatted(bytes.length, count));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that comes until the server hangs up. */
    public byte[] rest() {
        var rest = new ByteArrayOutputStream();
        for (int next = read(); next >= 0; next = read()) {
            rest.write(next);
        }
        return rest.toByteArray();
    }

    public InputStream in() {
        return in;
    }

    /** Negative at the end, however it came. */
    private int read() {
        try {
            return in.read();
        } catch (SocketException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
