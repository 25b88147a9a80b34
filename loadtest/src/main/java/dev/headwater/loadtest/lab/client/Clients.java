package dev.headwater.loadtest.lab.client;

import dev.headwater.loadtest.client.Connections;
import dev.headwater.loadtest.client.LocalAddresses;
import dev.headwater.loadtest.client.Loops;
import dev.headwater.loadtest.client.Protocol;
import dev.headwater.loadtest.client.Protocols;
import dev.headwater.loadtest.client.StreamAddress;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.client.TransportKind;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The event loop of the lab's clients, and what they speak. Thread-safe. */
public final class Clients implements AutoCloseable {
    public static final String APP = "live";

    /** A host that vanished is given up so soon. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private final Loops loops = Loops.start(TransportKind.AUTO, 1);
    private final Protocols protocols;
    private final AtomicInteger publications = new AtomicInteger();

    /** From the address that the kernel chooses. */
    public Clients() {
        this(LocalAddresses.ANY);
    }

    /** From that address of this machine. */
    public static Clients from(InetAddress address) {
        return new Clients(new LocalAddresses(List.of(address)));
    }

    private Clients(LocalAddresses local) {
        protocols = new Protocols(server -> new Connections(loops, server.resolve(), local, CONNECT_TIMEOUT));
    }

    EventLoop loop() {
        return loops.all().getFirst();
    }

    Protocols protocols() {
        return protocols;
    }

    /** No two publications of the lab have the same number. */
    long nextPublication() {
        return publications.incrementAndGet();
    }

    static StreamAddress address(StreamUrl.Server server, String name) {
        return new StreamAddress(Protocol.RTMP, server, APP, name);
    }

    @Override
    public void close() {
        loops.close();
    }
}
