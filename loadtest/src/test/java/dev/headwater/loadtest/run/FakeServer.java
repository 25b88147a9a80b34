package dev.headwater.loadtest.run;

import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.chunk.MediaChunks;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.rtmp.session.ServerEvents;
import dev.headwater.rtmp.session.ServerSession;
import dev.headwater.rtmp.session.ServerSettings;
import dev.headwater.rtmp.session.SessionLimits;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A media server of some hundred lines for one stream, on one event loop, with a way to do it wrong. Whoever plays gets the
 * headers, then waits for the next key frame. It is played by RTMP, and as FLV over HTTP and WebSocket ({@link FlvDoor}).
 */
final class FakeServer implements AutoCloseable {
    private static final int VIDEO_CHUNK_STREAM = 6;

    /** Small, so that what a player does not read is soon seen here. */
    private static final int SEND_BUFFER_BYTES = 16 << 10;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Function<MediaMessage, List<MediaMessage>> mangler;
    private final boolean refusing;
    private final List<MediaMessage> headers = new ArrayList<>();
    private final List<Audience> players = new ArrayList<>();
    private final Channel channel;
    private final Channel flvDoor;

    private FakeServer(Function<MediaMessage, List<MediaMessage>> mangler, boolean refusing) {
        this.mangler = mangler;
        this.refusing = refusing;
        channel = listen(child -> child.pipeline().addLast(new Connection(child)));
        flvDoor = listen(child -> FlvDoor.open(child, this));
    }

    private Channel listen(Consumer<Channel> visitor) {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        visitor.accept(child);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Who plays. Called on the loop. */
    abstract static class Audience extends ChannelInboundHandlerAdapter {
        private final Channel socket;
        private boolean keyFrame;

        Audience(Channel socket) {
            this.socket = socket;
        }

        /** Writes without a flush. */
        abstract void send(MediaMessage message);

        /** Says that the stream is over, and closes. */
        void end() {
            close();
        }

        final void close() {
            var _ = socket.close();
        }

        final Channel socket() {
            return socket;
        }

        private void frame(MediaMessage frame) {
            keyFrame |= frame.payload()[0] == 0x17;
            if (keyFrame) {
                send(frame);
                socket.flush();
            }
        }

        private long pendingBytes() {
            var queue = socket.unsafe().outboundBuffer();
            return queue == null ? 0 : queue.totalPendingWriteBytes();
        }
    }

    /** Lets it in. Called on the loop. */
    void admit(Audience player) {
        headers.forEach(player::send);
        player.socket().flush();
        players.add(player);
    }

    boolean isRefusing() {
        return refusing;
    }

    /** Called on the loop. */
    void gone(Audience player) {
        players.remove(player);
    }

    static FakeServer faultless() {
        return new FakeServer(List::of, false);
    }

    /** @param mangler what the players get for a coded frame */
    static FakeServer mangling(Function<MediaMessage, List<MediaMessage>> mangler) {
        return new FakeServer(mangler, false);
    }

    static FakeServer refusingPlayers() {
        return new FakeServer(List::of, true);
    }

    String url() {
        return "rtmp://127.0.0.1:%d/live/a".formatted(port(channel));
    }

    /** @param scheme {@code http} or {@code ws} */
    String flvUrl(String scheme) {
        return "%s://127.0.0.1:%d/live/a.flv".formatted(scheme, port(flvDoor));
    }

    private static int port(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** The stream is over for every player. */
    void endStream() {
        loop.execute(() -> List.copyOf(players).forEach(Audience::end));
    }

    /** Closes every player's socket. */
    void throwOutPlayers() {
        loop.execute(() -> List.copyOf(players).forEach(Audience::close));
    }

    /** How many players have at least so many bytes waiting that the kernel does not take. */
    long playersWithUnread(long bytes) {
        return loop.submit(() -> players.stream()
                        .filter(player -> player.pendingBytes() >= bytes)
                        .count())
                .syncUninterruptibly()
                .getNow();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Connection extends Audience implements ServerEvents {
        private final ServerSession session =
                new ServerSession(SessionLimits.DEFAULTS, ServerSettings.DEFAULTS, this, this::write);

        private Connection(Channel socket) {
            super(socket);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var bytes = (ByteBuf) message;
            try {
                session.receive(bytes);
            } catch (ProtocolException e) {
                close();
            } finally {
                bytes.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            gone(this);
            session.close();
        }

        private void write(ByteBuf bytes) {
            var _ = socket().write(bytes);
        }

        @Override
        public void connect(Command.Connect connect) {
            session.acceptConnect();
        }

        @Override
        public void publish(Command.Publish publish) {
            session.acceptPublish(publish.streamId());
        }

        @Override
        public void play(Command.Play play) {
            if (refusing) {
                session.refusePlay(play.streamId(), StatusCode.PLAY_FAILED, "No.");
                return;
            }
            session.acceptPlay(play.streamId(), Map.of());
            admit(this);
        }

        @Override
        public void media(MediaMessage message) {
            if (message.kind() == MediaMessage.Kind.DATA || message.payload()[1] == 0) {
                headers.add(message);
            } else {
                var frames = mangler.apply(message);
                players.forEach(player -> frames.forEach(player::frame));
            }
        }

        @Override
        void send(MediaMessage message) {
            ByteBuf out = ByteBufAllocator.DEFAULT.buffer();
            int csid = VIDEO_CHUNK_STREAM + message.kind().typeId();
            byte[] payload = message.payload();
            MediaChunks.encode(
                    message.kind().typeId(), csid, 1, message.timestamp(), payload, session.chunkSize(), out);
            write(out);
        }

        @Override
        public void publishEnded(int streamId) {
            // the stream stays silent
        }

        @Override
        public void playEnded(int streamId) {
            gone(this);
        }

        @Override
        public void pause(int streamId, boolean paused) {
            // nobody pauses here
        }

        @Override
        public void receive(int streamId, MediaMessage.Kind kind, boolean wanted) {
            // everybody gets everything
        }
    }
}
