package dev.headwater.loadtest.client;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Clients of whatever protocol a stream's URL says, over connections of each server's own. Thread-safe. */
public final class Protocols {
    private final Function<StreamUrl.Server, Connections> connect;
    private final Map<StreamUrl.Server, Connections> connections = new ConcurrentHashMap<>();

    /** @param connect called once for each server, with its first client */
    public Protocols(Function<StreamUrl.Server, Connections> connect) {
        this.connect = connect;
    }

    /**
     * Starts a player of frames: not of HLS. It is on {@code loop}, from which it is called, and where all its events arrive: none
     * before this returns.
     */
    public PlayingClient play(EventLoop loop, StreamAddress stream, PlayerEvents events) {
        var player = switch (stream.protocol()) {
            case RTMP -> new RtmpPlayer(stream, events);
            case HTTP_FLV -> new HttpFlvPlayer(stream, events);
            case WS_FLV -> new WsFlvPlayer(stream, events);
            case HLS, LL_HLS ->
                throw new IllegalArgumentException("%s comes in segments, not in frames".formatted(stream.key()));
        };
        player.open(to(stream.server()), loop);
        return player;
    }

    /** Starts a publisher, by RTMP, on {@code loop}: the rest as {@link #play}. */
    public PublishingClient publish(EventLoop loop, StreamAddress stream, PublisherEvents events) {
        var publisher = new RtmpPublisher(stream, events);
        publisher.open(to(stream.server()), loop);
        return publisher;
    }

    /**
     * What a client on {@code loop} asks a server by HTTP.
     *
     * @param received takes the number of bytes of bodies as they come
     */
    public HttpRequests requests(EventLoop loop, StreamUrl.Server server, IntConsumer received) {
        return new HttpRequests(to(server), server, loop, received);
    }

    private Connections to(StreamUrl.Server server) {
        return connections.computeIfAbsent(server, connect);
    }
}
