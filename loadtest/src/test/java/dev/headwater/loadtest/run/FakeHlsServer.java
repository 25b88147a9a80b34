package dev.headwater.loadtest.run;

import dev.headwater.loadtest.check.MadeUpSegments;
import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.loadtest.source.Shape;
import dev.headwater.media.MediaFrame;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * HLS of a stream that it makes up as it goes: segments of a second in five parts, video and audio apart, on one event loop; with
 * a way to do it wrong.
 */
final class FakeHlsServer implements AutoCloseable {
    static final String URL_PATH = "/live/a.m3u8";

    private static final int FPS = 25;
    private static final int FRAMES_A_PART = 5;
    private static final int PARTS_A_SEGMENT = 5;
    private static final int WINDOW = 6;
    private static final int MAX_REQUEST_BYTES = 8_192;
    private static final byte[] NOTHING = {};

    private record Held(BooleanSupplier until, Runnable answer) {}

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final GeneratedSource source = new GeneratedSource(new Shape(300, FPS, Duration.ofSeconds(1), false));
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<MediaFrame> waiting = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final Channel channel;
    private final long startNanos = System.nanoTime() - TimeUnit.SECONDS.toNanos(WINDOW);
    private int parts;
    private byte[] segment = NOTHING;

    /** What a client asks of segments gets this, and no segment. */
    private Optional<HttpResponseStatus> answer = Optional.empty();

    private boolean frozen;
    private boolean silent;

    FakeHlsServer() {
        files.put("init.mp4", MadeUpSegments.box("ftyp", NOTHING));
        channel = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        child.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(MAX_REQUEST_BYTES),
                                        new Visitor());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        var _ = loop.scheduleAtFixedRate(this::goOn, 0, 10, TimeUnit.MILLISECONDS);
    }

    String url() {
        return "http://127.0.0.1:%d%s".formatted(((InetSocketAddress) channel.localAddress()).getPort(), URL_PATH);
    }

    /** From now on no segment is had. */
    void answerWith(HttpResponseStatus status) {
        loop.execute(() -> answer = Optional.of(status));
    }

    /** From now on no segment is answered. */
    void answerNothing() {
        loop.execute(() -> silent = true);
    }

    /** The stream stands still for so long, and then goes on where it should be. */
    void freeze(Duration time) {
        loop.execute(() -> {
            frozen = true;
            var _ = loop.schedule(() -> frozen = false, time.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    private void goOn() {
        while (!frozen && source.nextDueNanos() <= System.nanoTime() - startNanos) {
            waiting.add(source.next());
            if (waiting.size() == FRAMES_A_PART) {
                addPart();
            }
        }
        List.copyOf(held).stream()
                .filter(request -> request.until().getAsBoolean())
                .forEach(request -> {
                    held.remove(request);
                    request.answer().run();
                });
    }

    private void addPart() {
        long number = parts / PARTS_A_SEGMENT;
        int part = parts % PARTS_A_SEGMENT;
        byte[] piece = MadeUpSegments.fragment(parts, waiting.getFirst().timestampMs() * 90, List.copyOf(waiting));
        for (String kind : List.of("video", "audio")) {
            files.put("%s-%d.%d.m4s".formatted(kind, number, part), piece);
        }
        waiting.clear();
        parts++;
        byte[] longer = new byte[segment.length + piece.length];
        System.arraycopy(segment, 0, longer, 0, segment.length);
        System.arraycopy(piece, 0, longer, segment.length, piece.length);
        segment = longer;
        if (parts % PARTS_A_SEGMENT == 0) {
            for (String kind : List.of("video", "audio")) {
                files.put("%s-%d.m4s".formatted(kind, number), segment);
                for (int old = 0; old < PARTS_A_SEGMENT; old++) {
                    files.remove("%s-%d.%d.m4s".formatted(kind, number - WINDOW, old));
                }
                files.remove("%s-%d.m4s".formatted(kind, number - 2 * WINDOW));
            }
            segment = NOTHING;
        }
    }

    private String master() {
        return """
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="a.hls/audio.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=300000,AUDIO="a"
                a.hls/video.m3u8
                """;
    }

    private String media(String kind) {
        int complete = parts / PARTS_A_SEGMENT;
        int first = Math.max(0, complete - WINDOW);
        var text = new StringBuilder("""
                #EXTM3U
                #EXT-X-TARGETDURATION:1
                #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.6
                #EXT-X-PART-INF:PART-TARGET=0.2
                #EXT-X-MEDIA-SEQUENCE:%d
                #EXT-X-MAP:URI="init.mp4"
                """.formatted(first));
        for (int number = first; number <= complete; number++) {
            int there = number < complete ? PARTS_A_SEGMENT : parts % PARTS_A_SEGMENT;
            for (int part = 0; part < there && number > complete - 5; part++) {
                text.append("#EXT-X-PART:DURATION=0.2,URI=\"%s-%d.%d.m4s\"%s\n"
                        .formatted(kind, number, part, part == 0 ? ",INDEPENDENT=YES" : ""));
            }
            if (number < complete) {
                text.append("#EXTINF:1.0,\n%s-%d.m4s\n".formatted(kind, number));
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Visitor extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            var uri = new QueryStringDecoder(request.uri());
            String path = uri.path();
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (path.equals(URL_PATH)) {
                answer(context, HttpResponseStatus.OK, master().getBytes(StandardCharsets.UTF_8));
            } else if (path.startsWith("/live/a.hls/") && name.endsWith(".m3u8")) {
                String kind = name.substring(0, name.indexOf('.'));
                int wanted = number(uri, "_HLS_msn") * PARTS_A_SEGMENT + number(uri, "_HLS_part");
                held.add(new Held(
                        () -> parts > wanted,
                        () -> answer(context, HttpResponseStatus.OK, media(kind).getBytes(StandardCharsets.UTF_8))));
                goOn();
            } else if (!silent) {
                byte[] body = files.get(name);
                var status = body == null ? HttpResponseStatus.NOT_FOUND : answer.orElse(HttpResponseStatus.OK);
                answer(context, status, body == null ? NOTHING : body);
            }
        }

        private static int number(QueryStringDecoder uri, String name) {
            return Integer.parseInt(
                    uri.parameters().getOrDefault(name, List.of("-1")).getFirst());
        }

        private static void answer(ChannelHandlerContext context, HttpResponseStatus status, byte[] body) {
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
            HttpUtil.setContentLength(response, body.length);
            var _ = context.writeAndFlush(response);
        }
    }
}
