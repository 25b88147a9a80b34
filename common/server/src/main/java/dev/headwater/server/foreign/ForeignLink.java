package dev.headwater.server.foreign;

import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Status;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.log.PeerText;
import dev.headwater.server.rtmp.RtmpClient;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a foreign server. What servers say of it is passed on without the descriptions of their statuses, which may
 * repeat the stream's key. Confined to the relay's event loop.
 */
abstract class ForeignLink implements RtmpClient.Events {
    private static final int MAX_CHARS = 200;

    private final Consumer<String> onFailure;
    private @Nullable RtmpClient client;
    private boolean over;

    /** @param onFailure called once if the attempt fails or the stream ends there, after it was closed */
    ForeignLink(Consumer<String> onFailure) {
        this.onFailure = onFailure;
    }

    /** The connection is there; the session is under way. */
    void opened(RtmpClient connection) {
        client = connection;
        if (over) {
            connection.close();
        }
    }

    boolean isOver() {
        return over;
    }

    RtmpClient client() {
        if (client == null) {
            throw new IllegalStateException("not connected yet");
        }
        return client;
    }

    /** The server took the connection: publish or play. */
    abstract void ready();

    /** What hangs on the link ends with it. Called once. */
    abstract void closing();

    /** Lets go. Idempotent; nothing follows. */
    final void close() {
        if (!over) {
            over = true;
            closing();
            if (client != null) {
                client.close();
            }
        }
    }

    final void fail(String why) {
        if (!over) {
            close();
            onFailure.accept(why);
        }
    }

    @Override
    public final void connected(Map<String, AmfValue> properties, Map<String, AmfValue> info) {
        if (!over) {
            ready();
        }
    }

    /** There is no connection to {@code url}. */
    final void notOpened(RelayUrl url, Throwable cause) {
        var root = cause;
        while (root.getCause() != null) {
            root = root.getCause(); // what is above it says no more than that it is about TLS, or a name
        }
        fail("no connection to " + url + ": " + words(root.toString()));
    }

    @Override
    public final void connectRefused(Status status) {
        fail("the connection was refused: " + words(status.code()));
    }

    @Override
    public final void streamRefused(int streamId, Status status) {
        fail("the stream was refused: " + words(status.code()));
    }

    @Override
    public final void streamEnded(int streamId, Status status) {
        fail("the stream ended there: " + words(status.code()));
    }

    @Override
    public final void closed(String reason) {
        fail("the connection is gone: " + words(reason));
    }

    /** What the server may have chosen. */
    private static String words(String text) {
        return PeerText.printable(text, MAX_CHARS);
    }

    @Override
    public final void reconnectRequested(String tcUrl, String description) {
        fail("the server asks to connect again");
    }

    @Override
    public void publishStarted(int streamId, Status status) {
        fail("the server speaks of a publish that nobody asked for");
    }

    @Override
    public void playStarted(int streamId, Status status) {
        fail("the server speaks of a play that nobody asked for");
    }

    @Override
    public void media(MediaMessage message) {
        // nothing was asked for
    }

    @Override
    public void batchEnd() {
        // nothing gathers
    }
}
