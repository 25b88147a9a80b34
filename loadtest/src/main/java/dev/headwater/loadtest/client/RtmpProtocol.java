package dev.headwater.loadtest.client;

import io.netty.channel.EventLoop;

/** RTMP: plays and publishes. Thread-safe. */
public final class RtmpProtocol implements PlayProtocol, PublishProtocol {
    private final Connections connections;

    public RtmpProtocol(Connections connections) {
        this.connections = connections;
    }

    @Override
    public PlayingClient play(EventLoop loop, StreamAddress stream, PlayerEvents events) {
        var player = new RtmpPlayer(stream, loop, events);
        player.open(connections, loop);
        return player;
    }

    @Override
    public PublishingClient publish(EventLoop loop, StreamAddress stream, PublisherEvents events) {
        var publisher = new RtmpPublisher(stream, events);
        publisher.open(connections, loop);
        return publisher;
    }
}
