package dev.headwater.server.flv;

import dev.headwater.media.hub.EndReason;
import dev.headwater.server.http.Answers;
import dev.headwater.server.net.ForcedClose;
import dev.headwater.server.play.MediaOutlet;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket (RFC 6455): frames below the codec. What the client says is read and thrown away; pings are answered by Vert.x, and who sends a flood of
 * them is closed. Confined to the connection's event loop.
 */
final class WebSocketLink implements FlvLink {
    private static final short NORMAL = 1000;
    private static final short GOING_AWAY = 1001;
    private static final short POLICY_VIOLATION = 1008;

    /** More than this in a second is an attack, as it is by RTMP. */
    private static final int PINGS_PER_SECOND = 100;

    private final RoutingContext context;
    private final Channel channel;
    private final long notSentLowat;
    private Runnable gone = () -> {};
    private Consumer<String> flooded = problem -> {};
    private @Nullable ServerWebSocket socket;
    private long second;
    private int pings;

    WebSocketLink(RoutingContext context, long notSentLowat) {
        this.context = context;
        this.notSentLowat = notSentLowat;
        channel = ((ConnectionBase) context.request().connection()).channel();
        context.request().pause(); // a request that was read to its end is no longer to be upgraded
    }

    @Override
    public Framing framing() {
        return Framing.WEB_SOCKET;
    }

    @Override
    public void onClose(Runnable gone) {
        this.gone = gone;
        context.addEndHandler(done -> gone.run()); // before it is upgraded
    }

    @Override
    public void onFlood(Consumer<String> told) {
        flooded = told;
    }

    @Override
    public Future<MediaOutlet> open() {
        return context.request().toWebSocket().map(upgraded -> {
            socket = upgraded;
            upgraded.handler(ignored -> {}).exceptionHandler(ignored -> {}).closeHandler(closed -> gone.run());
            upgraded.frameHandler(frame -> {
                if (frame.isPing() && isFlood()) {
                    refuseFlood(upgraded);
                }
            });
            return new BelowCodec(channel.pipeline(), WebSocket13FrameEncoder.class, notSentLowat);
        });
    }

    /** Nothing may follow the Close frame (RFC 6455, 5.5.1), and who does not read it is closed as well. */
    private void refuseFlood(ServerWebSocket upgraded) {
        upgraded.frameHandler(null);
        channel.config().setAutoRead(false); // or the rest would be answered, too
        String problem = "more than %d pings in a second".formatted(PINGS_PER_SECOND);
        upgraded.close(POLICY_VIOLATION, problem);
        flooded.accept(problem);
        gone.run();
        ForcedClose.soon(channel);
    }

    private boolean isFlood() {
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (now != second) {
            second = now;
            pings = 0;
        }
        return ++pings > PINGS_PER_SECOND;
    }

    @Override
    public void refuse(int status, String told) {
        context.request().resume();
        Answers.error(context, status, told);
    }

    @Override
    public Future<Void> end(EndReason reason) {
        if (socket == null) {
            return Future.succeededFuture();
        }
        return socket.close(reason == EndReason.SHUTDOWN ? GOING_AWAY : NORMAL, reason.name());
    }

    @Override
    public void close() {
        ForcedClose.now(channel);
    }
}
