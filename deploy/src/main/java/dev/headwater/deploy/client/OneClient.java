package dev.headwater.deploy.client;

import dev.headwater.loadtest.client.Connections;
import dev.headwater.loadtest.client.LocalAddresses;
import dev.headwater.loadtest.client.Loops;
import dev.headwater.loadtest.client.PlayerEvents;
import dev.headwater.loadtest.client.PlayingClient;
import dev.headwater.loadtest.client.Protocols;
import dev.headwater.loadtest.client.PublisherEvents;
import dev.headwater.loadtest.client.PublishingClient;
import dev.headwater.loadtest.client.StreamAddress;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.client.TransportKind;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** One client and its event loop, for a command that blocks. Thread-safe. */
final class OneClient implements AutoCloseable {
    private final Loops loops;
    private final EventLoop loop;
    private final Protocols protocols;
    private final StreamAddress stream;

    private OneClient(Loops loops, Protocols protocols, StreamAddress stream) {
        this.loops = loops;
        this.loop = loops.all().getFirst();
        this.protocols = protocols;
        this.stream = stream;
    }

    static OneClient of(StreamUrl url, Duration timeout, boolean insecure) {
        var server = url.server().resolve();
        var loops = Loops.start(TransportKind.AUTO, 1);
        var connections = new Connections(
                loops, server, LocalAddresses.ANY, timeout, url.server().tls(insecure));
        return new OneClient(loops, new Protocols(_ -> connections), url.stream(0));
    }

    PlayingClient play(PlayerEvents events) {
        return onLoop(() -> protocols.play(loop, stream, events));
    }

    PublishingClient publish(PublisherEvents events) {
        return onLoop(() -> protocols.publish(loop, stream, events));
    }

    /** Runs something on the loop, where the client lives, and waits for it. */
    <T> T onLoop(Callable<T> work) {
        var done = new CompletableFuture<T>();
        loop.execute(() -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.join();
    }

    @Override
    public void close() {
        loops.close();
    }
}
