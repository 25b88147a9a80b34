package dev.headwater.server.foreign;

import dev.headwater.rtmp.message.Status;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.log.PeerText;
import dev.headwater.server.role.PushMark;
import dev.headwater.server.rtmp.OutboundLink;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/**
 * One attempt at a foreign server. What servers say of it is passed on without the descriptions of their statuses, which may
 * repeat the stream's key. Confined to the relay's event loop.
 */
abstract class ForeignLink extends OutboundLink {
    private static final int MAX_CHARS = 200;

    private final RelayUrl url;
    private final Consumer<String> onFailure;

    /** @param onFailure called once if the attempt fails or the stream ends there, after it was closed */
    ForeignLink(RelayUrl url, Consumer<String> onFailure) {
        this.url = url;
        this.onFailure = onFailure;
    }

    final void open(ForeignConnector connector, EventLoop loop) {
        take(connector.connect(loop, url, this));
    }

    final void fail(String why) {
        if (!isOver()) {
            close();
            onFailure.accept(why);
        }
    }

    @Override
    protected final void notOpened(Throwable cause) {
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
        boolean isOurs = status.description().equals(PushMark.REFUSAL);
        fail("the stream was refused: " + (isOurs ? PushMark.REFUSAL : words(status.code())));
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
}
