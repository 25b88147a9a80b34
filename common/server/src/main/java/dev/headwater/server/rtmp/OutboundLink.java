package dev.headwater.server.rtmp;

import dev.headwater.rtmp.amf.AmfValue;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection that this node opens to another server, and what it does there. It may be let go of before the connection is
 * there, which is then closed as soon as it comes. Confined to the connection's event loop.
 */
public abstract class OutboundLink implements RtmpClient.Events {
    private @Nullable RtmpClient client;
    private boolean over;

    /**
     * Takes the connection as soon as it is there. Called once.
     *
     * @param connection whose events are this link's; completes on the loop
     */
    protected final void take(Future<RtmpClient> connection) {
        connection.onSuccess(this::opened).onFailure(this::failed);
    }

    private void opened(RtmpClient connection) {
        client = connection;
        if (over) {
            connection.close();
        }
    }

    private void failed(Throwable cause) {
        if (!over) {
            notOpened(cause);
        }
    }

    /** There will be no connection. Not called after {@link #close}. */
    protected abstract void notOpened(Throwable cause);

    /** The server took the connection: publish or play. */
    protected abstract void ready();

    @Override
    public final void connected(Map<String, AmfValue> properties, Map<String, AmfValue> info) {
        ready();
    }

    /** @throws IllegalStateException if the connection is not there yet */
    protected final RtmpClient client() {
        if (client == null) {
            throw new IllegalStateException("not connected yet");
        }
        return client;
    }

    protected final boolean isOver() {
        return over;
    }

    /** What hangs on the link ends with it. Called once, while the connection can still be written to. */
    protected void closing() {}

    /** Lets go. Idempotent; no event follows. */
    public final void close() {
        if (!over) {
            over = true;
            closing();
            if (client != null) {
                client.close();
            }
        }
    }
}
