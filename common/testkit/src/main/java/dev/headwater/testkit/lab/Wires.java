package dev.headwater.testkit.lab;

import dev.headwater.testkit.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network between members. Each is reached through a relay of its own, at an address that it tells the others, so that
 * all links between two sides can be cut and healed under members that know nothing of it. Thread-safe.
 *
 * <pre>
 *   o1 --TCP--&gt; [ port of o2 ] --TCP--&gt; o2        who connects is read from Hazelcast's handshake, which names its port
 * </pre>
 */
public final class Wires implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wires.class);
    private static final int HANDSHAKE_BYTES = 4_096;
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final String UNKNOWN = "?";
    private static final int BUFFER_BYTES = 16 * 1024;

    /** What happens to bytes of a link that is cut. */
    public enum Cut {
        /** Connections break at once, and new ones: the other side is noticed to be gone within a second. */
        SEVERED,
        /** Bytes wait, as behind a dead switch: only heartbeats tell. */
        SILENT
    }

    private record Split(Set<String> side, Cut cut, CompletableFuture<Void> healed) {
        boolean separates(Link link) {
            String from = link.from().get();
            return !from.equals(UNKNOWN) && side.contains(from) != side.contains(link.to());
        }
    }

    /** @param from {@value #UNKNOWN} until its handshake has told */
    private record Link(String to, AtomicReference<String> from, Socket client, Socket server) {
        void sever() {
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    private final Map<Integer, String> nodes = new ConcurrentHashMap<>();
    private final Set<Closeable> relays = ConcurrentHashMap.newKeySet();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Split> split =
            new AtomicReference<>(new Split(Set.of(), Cut.SEVERED, CompletableFuture.completedFuture(null)));

    /** The ports of a new member. */
    public record Address(int told, int real) {}

    Address plug(String nodeId) {
        int real = Ports.free();
        try {
            var relay = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            relays.add(relay);
            nodes.put(relay.getLocalPort(), nodeId);
            Thread.ofVirtual().start(() -> accept(relay, nodeId, real));
            return new Address(relay.getLocalPort(), real);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on {@code side} and all others do not reach each other. */
    public void cut(Set<String> side, Cut cut) {
        split.set(new Split(side, cut, new CompletableFuture<>()));
        if (cut == Cut.SEVERED) {
            links.stream().filter(link -> split.get().separates(link)).forEach(Link::sever);
        }
    }

    public void heal() {
        split.getAndSet(new Split(Set.of(), Cut.SEVERED, CompletableFuture.completedFuture(null)))
                .healed()
                .complete(null);
    }

    private void accept(ServerSocket relay, String to, int realPort) {
        while (!relay.isClosed()) {
            try {
                Socket client = relay.accept();
                Thread.ofVirtual().start(() -> connect(client, to, realPort));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket client, String to, int realPort) {
        var server = new Socket();
        var link = new Link(to, new AtomicReference<>(UNKNOWN), client, server);
        links.add(link);
        try {
            client.setTcpNoDelay(true); // else each small answer waits 40 ms for an acknowledgement
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), realPort), CONNECT_TIMEOUT_MS);
            Thread.ofVirtual().start(() -> pump(link, server, client, (_, _) -> {}));
            pump(link, client, server, new Handshake(link));
        } catch (IOException e) {
            LOG.debug("{} is not reached: {}", to, e.toString());
        } finally {
            link.sever();
            links.remove(link);
        }
    }

    private interface Reader {
        void read(byte[] bytes, int length);
    }

    /** Looks for the port of a node in what who connects says first, and so learns who it is. Of one thread. */
    private final class Handshake implements Reader {
        private final Link link;
        private final ByteBuffer said = ByteBuffer.allocate(HANDSHAKE_BYTES);

        Handshake(Link link) {
            this.link = link;
        }

        @Override
        public void read(byte[] bytes, int length) {
            if (!link.from().get().equals(UNKNOWN)) {
                return;
            }
            said.put(bytes, 0, Math.min(length, said.remaining()));
            for (int at = 0; at + Integer.BYTES <= said.position(); at++) {
                int port = said.getInt(at);
                String from = nodes.get(port);
                if (from != null && port != link.client().getLocalPort()) {
                    link.from().set(from);
                    return;
                }
            }
            if (!said.hasRemaining()) {
                LOG.error("a connection to {} did not tell whose it is", link.to());
            }
        }
    }

    private void pump(Link link, Socket in, Socket out, Reader reader) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            int read = in.getInputStream().read(buffer);
            while (read >= 0) {
                reader.read(buffer, read);
                if (!passes(link)) {
                    break;
                }
                out.getOutputStream().write(buffer, 0, read);
                read = in.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            LOG.debug("link {} to {} broke: {}", link.from(), link.to(), e.toString());
        } finally {
            link.sever();
        }
    }

    /** Waits while the link is cut silently. @return false if it is severed */
    private boolean passes(Link link) {
        Split now = split.get();
        while (now.separates(link)) {
            if (now.cut() == Cut.SEVERED) {
                return false;
            }
            now.healed().join();
            now = split.get();
        }
        return true;
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.debug("not closed: {}", e.toString());
        }
    }

    @Override
    public void close() {
        relays.forEach(Wires::closeQuietly);
        links.forEach(Link::sever);
        heal();
    }
}
