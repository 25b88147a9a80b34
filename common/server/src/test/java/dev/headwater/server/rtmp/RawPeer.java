package dev.headwater.server.rtmp;

import dev.headwater.testkit.Message;
import dev.headwater.testkit.ScriptedPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A peer that speaks without listening: everything is sent blindly, and nothing is read unless the test reads it. */
final class RawPeer implements AutoCloseable {
    private static final int HANDSHAKE_BYTES = 1536;
    private static final int CHUNK_SIZE = 128;

    private final Socket socket;

    private RawPeer(Socket socket) {
        this.socket = socket;
    }

    static RawPeer open(int port) {
        return open(port, 64 << 10);
    }

    /** @param receiveBufferBytes what the kernel holds for this peer before its window is zero */
    static RawPeer open(int port, int receiveBufferBytes) {
        try {
            var socket = new Socket();
            socket.setReceiveBufferSize(receiveBufferBytes);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) ScriptedPeer.PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new RawPeer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- bytes

    /** C0, C1 and a C2 that echoes nothing. */
    static byte[] handshake() {
        byte[] all = new byte[1 + 2 * HANDSHAKE_BYTES];
        all[0] = 3;
        return all;
    }

    /** {@code message} in chunks of 128 bytes with a full header. */
    static byte[] chunks(int chunkStreamId, Message message) {
        byte[] payload = message.payload();
        var out = new ByteArrayOutputStream();
        out.writeBytes(header(chunkStreamId, payload.length, message.type(), message.streamId()));
        for (int from = 0; from < payload.length; from += CHUNK_SIZE) {
            if (from > 0) {
                out.write(0xC0 | chunkStreamId);
            }
            out.write(payload, from, Math.min(CHUNK_SIZE, payload.length - from));
        }
        return out.toByteArray();
    }

    /** A full header at time 0 on a chunk stream of 2 to 63, which may announce what never comes. */
    static byte[] header(int chunkStreamId, int length, int type, int streamId) {
        return ByteBuffer.allocate(12)
                .put((byte) chunkStreamId)
                .put(new byte[3])
                .put((byte) (length >> 16))
                .putShort((short) length)
                .put((byte) type)
                .putInt(Integer.reverseBytes(streamId))
                .array();
    }

    static byte[] command(int streamId, @Nullable Object... values) {
        return chunks(3, Message.command(streamId, values));
    }

    static byte[] connect() {
        return command(0, "connect", 1, ScriptedPeer.connectObject("live"));
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    // ---- steps

    /** That the server has closed already is no error here. */
    RawPeer send(byte[]... parts) {
        try {
            socket.getOutputStream().write(join(parts));
        } catch (SocketException closed) {
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** @throws UncheckedIOException if the server does not read it all, as it must if its last words are to be heard */
    RawPeer sendAll(byte[]... parts) {
        try {
            socket.getOutputStream().write(join(parts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Plays {@code name} on message stream 1, without waiting for anything. */
    RawPeer play(String name) {
        return send(
                handshake(), connect(), command(0, "createStream", 2, null), command(1, "play", 3, null, name, -2000));
    }

    /** Says that nothing more will come, and reads to the end. */
    byte[] readToEnd() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return readUntilClosed();
    }

    /** @throws UncheckedIOException if the server does not end it by a FIN */
    byte[] readUntilClosed() {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Up to {@code bytes} that have come, at least one; fewer than none at the end of the stream. */
    int read(int bytes) {
        try {
            return socket.getInputStream().read(new byte[bytes]);
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
