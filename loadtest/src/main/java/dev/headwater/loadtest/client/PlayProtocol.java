package dev.headwater.loadtest.client;

import io.netty.channel.EventLoop;

/** A way to play a stream. Thread-safe. */
public interface PlayProtocol {
    /** Starts a player on {@code loop}, from which it is called, and where all its events arrive: none before this returns. */
    PlayingClient play(EventLoop loop, StreamAddress stream, PlayerEvents events);
}
