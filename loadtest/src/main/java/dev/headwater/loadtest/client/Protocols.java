package dev.headwater.loadtest.client;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Clients of whatever protocol a stream's URL says, over connections of each server's own. Thread-safe. */
public final class Protocols {
    private final Function<StreamUrl.Server, Connections> connect;
    private final Map<StreamUrl.Server, Connections> connections = new ConcurrentHashMap<>();

    /** @param connect called once for each server, with its first client */
    public Protocols(Function<StreamUrl.Server, Connections> connect) {
        this.connect = connect;
    }

    /** Starts a player on {@code loop}, from which it is called, and where all its events arrive: none before this returns. */
    public PlayingClient play(EventLoop loop, StreamAddress stream, PlayerEvents events) {
        var player = switch (stream.protocol()) {
            case RTMP -> new RtmpPlayer(stream, events);
            case HTTP_FLV -> new HttpFlvPlayer(stream, events);
            case WS_FLV -> new WsFlvPlayer(stream, events);
        };
        player.open(to(stream), loop);
        return player;
    }

    /** Starts a publisher, by RTMP, on {@code loop}: the rest as {@link #play}. */
    public PublishingClient publish(EventLoop loop, StreamAddress stream, PublisherEvents events) {
        var publisher = new RtmpPublisher(stream, events);
        publisher.open(to(stream), loop);
        return publisher;
    }

    private Connections to(StreamAddress stream) {
        return connections.computeIfAbsent(stream.server(), connect);
    }
}
