package dev.headwater.server.foreign;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.FrameTap;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.hub.Player;
import dev.headwater.rtmp.message.Status;
import dev.headwater.server.config.PushRelay;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.rtmp.PublishFormat;
import dev.headwater.server.tracing.Trace;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of ours, published to a foreign server by a player of it: so it starts with headers at a key frame, and a server
 * that is slow loses whole groups of pictures and slows nobody. At most one connection. Confined to the relay's event loop.
 */
final class PushRun implements RelayRun {
    private final PushRelay relay;
    private final RelayPorts ports;
    private final Attempts attempts;
    private Promise<Void> left = Promise.promise();
    private @Nullable Link link;
    private int attempt;

    PushRun(PushRelay relay, RelayPorts ports, Attempts attempts) {
        this.relay = relay;
        this.ports = ports;
        this.attempts = attempts;
    }

    @Override
    public void start() {
        look();
    }

    @Override
    public void stop() {
        attempt++;
        left.tryComplete();
        if (link != null) {
            link.goodbye();
        }
        attempts.enter(RelayState.STANDBY);
    }

    /** Waits for the stream. */
    private void look() {
        attempts.enter(RelayState.WAITING);
        int current = ++attempt;
        left.tryComplete(); // the source of an earlier try is not to go on for it
        left = Promise.promise();
        ports.source()
                .open(new PlayRequest(
                        relay.stream(),
                        "",
                        "relay=" + relay.name(),
                        false,
                        reason -> attempts.loop().execute(() -> {
                            if (current == attempt) {
                                failed("the stream ended: " + reason);
                            }
                        }),
                        Trace.NONE,
                        left.future()))
                .onComplete(found -> attempts.loop().execute(() -> {
                    if (current == attempt) {
                        if (found.result() instanceof PlayDecision.Found(LiveStream stream)) {
                            connect(stream);
                        } else {
                            attempts.after(ports.times().get().minBackoff(), this::look);
                        }
                    }
                }));
    }

    private void connect(LiveStream stream) {
        attempts.enter(RelayState.CONNECTING);
        var next = new Link(stream, this::failed);
        link = next;
        attempts.after(ports.answer(), () -> next.fail("no answer within " + ports.answer()));
        next.open();
        next.keepStream();
    }

    private void failed(String why) {
        if (attempts.state() == RelayState.STANDBY) {
            return; // nobody wants it any more
        }
        attempt++;
        if (link != null) {
            link.close();
        }
        attempts.failed(why, this::look);
    }

    /** One publish there. */
    private final class Link extends ForeignLink implements Player {
        private final LiveStream stream;
        private @Nullable Runnable leavePlace;
        private LiveStream.@Nullable Subscription subscription;
        private int streamId;

        Link(LiveStream stream, Consumer<String> onFailure) {
            super(relay.url(), onFailure);
            this.stream = stream;
        }

        void open() {
            take(ports.connector().connect(attempts.loop(), relay.url(), relay.stream(), this));
        }

        /** The server may take longer to answer than a stream stays without players. */
        void keepStream() {
            leavePlace = stream.tapForPlayers(new Place(this), attempts.loop());
        }

        private void giveUpPlace() {
            if (leavePlace != null) {
                leavePlace.run();
                leavePlace = null;
            }
        }

        @Override
        protected void ready() {
            client().publish(relay.url().name());
        }

        @Override
        public void publishStarted(int streamId, Status status) {
            this.streamId = streamId;
            attempts.enter(RelayState.RUNNING);
            subscription = stream.join(this, new PublishFormat(streamId, ForeignConnector.CHUNK_SIZE), attempts.loop());
            giveUpPlace();
        }

        @Override
        public void write(ByteBuf encoded) {
            attempts.moved(encoded.readableBytes());
            client().write(encoded);
        }

        @Override
        public void flush() {
            client().flush();
        }

        @Override
        public long pendingBytes() {
            return client().pendingBytes();
        }

        @Override
        public long kernelBytes() {
            return client().kernelBytes();
        }

        @Override
        public void ended(EndReason reason) {
            if (reason == EndReason.PLAYER_STUCK) {
                fail("the server takes nothing any more");
            } else if (!isOver()) {
                boolean steady = attempts.isSteady();
                goodbye();
                if (steady) {
                    look();
                } else {
                    failed("the stream ended: " + reason);
                }
            }
        }

        void goodbye() {
            if (!isOver() && streamId != 0) {
                client().deleteStream(streamId);
            }
            close();
        }

        @Override
        protected void closing() {
            link = null;
            giveUpPlace();
            if (subscription != null) {
                subscription.leave();
            }
        }
    }

    /** Stands for the link among the stream's players until it has joined them. */
    private record Place(Link link) implements FrameTap {
        @Override
        public void frames(List<MediaFrame> batch) {
            // nobody takes them yet
        }

        @Override
        public void ended(EndReason reason) {
            link.ended(reason);
        }
    }
}
