package dev.headwater.testkit;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An RTMP client whose every step a test decides: polite helpers for the usual commands, and {@link #sendRaw} for what
 * no real client would say. A thread of its own reads; all methods belong to the test's thread.
 *
 * <pre>
 *   try (var peer = ScriptedPeer.connected(port, "live")) {
 *       int stream = peer.publish("news");
 *       peer.video(stream, 0, Payloads.avcSequenceHeader());
 *       peer.sendRaw("ff ff ff");
 *       peer.awaitClose();
 *   }
 * </pre>
 */
public final class ScriptedPeer implements AutoCloseable {
    /** How long everything named {@code await} waits at most. */
    public static final Duration PATIENCE = Patience.LIMIT;

    private static final int HANDSHAKE_BYTES = 1536;
    private static final int COMMANDS = 3;
    private static final int MEDIA = 6;
    private static final Message END = new Message(-1, 0, 0, new byte[0]);

    private final Socket socket;
    private final DataInputStream in;
    private final ChunkWire wire = new ChunkWire();
    private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private final List<Message> seen = new ArrayList<>();
    private int transaction = 1;

    private ScriptedPeer(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    /** A bare TCP connection to the loopback address; nothing is sent. */
    public static ScriptedPeer open(int port) {
        return open(InetAddress.getLoopbackAddress(), port);
    }

    /** The same to another address. */
    public static ScriptedPeer open(InetAddress address, int port) {
        try {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, port), (int) PATIENCE.toMillis());
            return new ScriptedPeer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a connection that is there, such as one within TLS. */
    public static ScriptedPeer over(Socket socket) {
        try {
            return new ScriptedPeer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A peer after handshake and connect to {@code app}. */
    public static ScriptedPeer connected(int port, String app) {
        return open(port).handshake().connect(app);
    }

    // ---- steps

    /** The simple handshake (RTMP 1.0, 5.2), C2 echoing S1. Messages are read from now on. */
    public ScriptedPeer handshake() {
        byte[] c0c1 = new byte[1 + HANDSHAKE_BYTES];
        c0c1[0] = 3;
        for (int i = 9; i < c0c1.length; i++) {
            c0c1[i] = (byte) (i * 7);
        }
        sendRaw(c0c1);
        try {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            int version = in.readUnsignedByte();
            if (version != 3) {
                throw new AssertionError("S0 is " + version);
            }
            byte[] s1 = in.readNBytes(HANDSHAKE_BYTES);
            in.readFully(new byte[HANDSHAKE_BYTES]);
            socket.setSoTimeout(0);
            sendRaw(s1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("scripted-peer").start(this::readMessages);
        return this;
    }

    /** A peer after handshake and connect to {@code app} that understands a reconnect request (Enhanced RTMP v2, capsEx bit 0). */
    public static ScriptedPeer movable(int port, String app) {
        return open(port).handshake().connect(app, Map.of("capsEx", 1.0));
    }

    /** Connects to {@code app} and waits for NetConnection.Connect.Success. */
    public ScriptedPeer connect(String app) {
        return connect(app, Map.of());
    }

    private ScriptedPeer connect(String app, Map<String, Object> more) {
        var properties = connectObject(app);
        properties.putAll(more);
        command(0, "connect", transaction++, properties);
        awaitStatus("NetConnection.Connect.Success");
        return this;
    }

    /** The command object that {@link #connect} sends. */
    public static Map<String, Object> connectObject(String app) {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("app", app);
        properties.put("flashVer", "headwater-testkit");
        properties.put("tcUrl", "rtmp://127.0.0.1/" + app);
        properties.put("fpad", false);
        return properties;
    }

    /** createStream. @return the message stream id */
    public int createStream() {
        int asked = transaction++;
        command(0, "createStream", asked, null);
        var result = await(
                "the answer to createStream",
                message -> message.isCommand("_result")
                        && Double.valueOf(asked).equals(message.values().get(1)));
        if (result.values().get(3) instanceof Double id) {
            return id.intValue();
        }
        throw new AssertionError("createStream was answered with " + result);
    }

    /** createStream and publish, waiting for NetStream.Publish.Start. @return the message stream id */
    public int publish(String name) {
        int stream = createStream();
        command(stream, "publish", transaction++, null, name, "live");
        awaitStatus("NetStream.Publish.Start");
        return stream;
    }

    /** createStream and play, waiting for NetStream.Play.Start. @return the message stream id */
    public int play(String name) {
        int stream = createStream();
        command(stream, "play", transaction++, null, name, -2000);
        awaitStatus("NetStream.Play.Start");
        return stream;
    }

    // ---- sending

    /** A command of AMF0 values, on the connection (stream 0) or on a stream. */
    public void command(int streamId, @Nullable Object... values) {
        send(Message.command(streamId, values));
    }

    public void video(int streamId, long timestampMs, byte[] body) {
        send(MEDIA, new Message(Message.VIDEO, streamId, timestampMs, body));
    }

    public void audio(int streamId, long timestampMs, byte[] body) {
        send(4, new Message(Message.AUDIO, streamId, timestampMs, body));
    }

    public void data(int streamId, long timestampMs, byte[] body) {
        send(4, new Message(Message.DATA, streamId, timestampMs, body));
    }

    /** Announces a chunk size and uses it from then on. */
    public void chunkSize(int bytes) {
        send(2, Message.setChunkSize(bytes));
        wire.writeChunkSize(bytes);
    }

    public void send(Message message) {
        send(message.streamId() == 0 ? COMMANDS : 8, message);
    }

    /** Sends {@code message} with a full header on one chunk stream (2 to 63). */
    public void send(int chunkStreamId, Message message) {
        sendRaw(wire.chunksOf(chunkStreamId, message));
    }

    /** Bytes as they are. Blanks between the digits as you like. */
    public void sendRaw(String hex) {
        sendRaw(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    /** Bytes as they are. That the server has closed already is no error here: whoever awaits will see it. */
    public void sendRaw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException closed) {
            received.add(END);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves as a phone out of reach of its network does when it comes back: a reset, no goodbye. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- receiving

    /** The next message, if one comes in time. @throws AssertionError if not, or if the server closes */
    public Message next(Duration patience) {
        return awaitWithin(patience, "a message", message -> true);
    }

    /** Skips to the first message that fits. What was skipped is in {@link #seen}. */
    public Message await(String what, Predicate<Message> wanted) {
        return awaitWithin(PATIENCE, what, wanted);
    }

    /** Skips to the command {@code name}. */
    public Message awaitCommand(String name) {
        return await("command " + name, message -> message.isCommand(name));
    }

    /** Skips to the onStatus, _result or _error with {@code code}. */
    public Message awaitStatus(String code) {
        return await("status " + code, message -> message.isStatus(code));
    }

    /** Skips to the next audio or video message. */
    public Message awaitMedia() {
        return await("audio or video", Message::isMedia);
    }

    /** After the handshake: waits until the server has closed. @return what came before that, oldest first */
    public List<Message> awaitClose() {
        return awaitClose(PATIENCE);
    }

    /** {@link #awaitClose()} with a patience of its own. */
    public List<Message> awaitClose(Duration patience) {
        var before = new ArrayList<Message>();
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var message = poll(deadline);
            if (message == null) {
                throw new AssertionError("still open after %s; got %s".formatted(patience, before));
            }
            if (END.equals(message)) {
                return before;
            }
            before.add(message);
        }
    }

    /** Instead of a handshake: waits until the server has closed. @return the bytes that it sent before that */
    public byte[] answerUntilClosed(Duration patience) {
        var answer = new ByteArrayOutputStream();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                long leftMs = NANOSECONDS.toMillis(deadline - System.nanoTime());
                socket.setSoTimeout((int) Math.max(1, leftMs));
                int next = in.read();
                if (next < 0) {
                    return answer.toByteArray();
                }
                answer.write(next);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open after %s; got %d bytes".formatted(patience, answer.size()), e);
        } catch (IOException reset) {
            return answer.toByteArray();
        }
    }

    /** Whether nothing that fits comes for {@code time}. For claims that something does not happen. */
    public boolean silentFor(Duration time, Predicate<Message> wanted) {
        long deadline = System.nanoTime() + time.toNanos();
        for (var message = poll(deadline); message != null && !END.equals(message); message = poll(deadline)) {
            if (wanted.test(message)) {
                return false;
            }
        }
        return true;
    }

    /** Every message taken so far, in order. */
    public List<Message> seen() {
        return List.copyOf(seen);
    }

    private Message awaitWithin(Duration patience, String what, Predicate<Message> wanted) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var message = poll(deadline);
            if (message == null) {
                throw new AssertionError("no %s within %s; seen: %s".formatted(what, patience, seen));
            }
            if (END.equals(message)) {
                received.add(END);
                throw new AssertionError("closed before %s; seen: %s".formatted(what, seen));
            }
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    private @Nullable Message poll(long deadline) {
        try {
            var message = received.poll(deadline - System.nanoTime(), NANOSECONDS);
            if (message != null && !END.equals(message)) {
                seen.add(message);
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void readMessages() {
        try {
            while (true) {
                received.add(wire.read(in));
            }
        } catch (IOException e) {
            received.add(END); // closed or reset: the same to us
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
