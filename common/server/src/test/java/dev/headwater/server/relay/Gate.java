package dev.headwater.server.relay;

import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a port that swallows what goes through it while it is shut, as a network that was cut does. Thread-safe. */
public final class Gate implements AutoCloseable {
    private final NetServer server;
    private final NetClient client;
    private final int target;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;

    public Gate(Vertx vertx, int target) {
        this.target = target;
        client = vertx.createNetClient();
        server = vertx.createNetServer()
                .connectHandler(this::connected)
                .listen(0, "127.0.0.1")
                .await();
    }

    public int port() {
        return server.actualPort();
    }

    private void connected(NetSocket from) {
        from.pause();
        if (shut) {
            sockets.add(from); // nobody answers
            return;
        }
        client.connect(target, "127.0.0.1").onComplete(to -> join(from, to), refused -> from.close());
    }

    private void join(NetSocket from, NetSocket to) {
        pass(from, to);
        pass(to, from);
        from.resume();
    }

    private void pass(NetSocket from, NetSocket to) {
        sockets.add(from);
        from.handler(bytes -> {
            if (!shut) {
                to.write(bytes);
            }
        });
        from.closeHandler(closed -> {
            sockets.remove(from);
            if (!shut) {
                to.close();
            }
        });
    }

    /** From now on nothing arrives, and nobody is told. */
    public void shut() {
        shut = true;
    }

    /** From now on nothing is read, until the kernel takes no more either. */
    public void stall() {
        sockets.forEach(socket -> {
            var channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
            channel.eventLoop()
                    .submit(() -> channel.config().setAutoRead(false))
                    .syncUninterruptibly();
        });
    }

    /** What comes from now on goes through; connections that lost something on the way end. */
    public void open() {
        shut = false;
        sockets.forEach(NetSocket::close);
        sockets.clear();
    }

    @Override
    public void close() {
        server.close().await();
        client.close().await();
    }
}
