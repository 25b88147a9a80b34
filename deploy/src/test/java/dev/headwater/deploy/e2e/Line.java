package dev.headwater.deploy.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** A line from one client to a node, which takes so many bytes of the client and then no more, and is cut in the end. */
final class Line implements AutoCloseable {
    private static final int PIECE_BYTES = 8 << 10;

    private final ServerSocket server = new ServerSocket();
    private final Socket upstream = new Socket();
    private final CompletableFuture<Socket> accepted = new CompletableFuture<>();
    private final long limitBytes;

    private Line(LiveNode node, long limitBytes) throws IOException {
        this.limitBytes = limitBytes;
        server.setReceiveBufferSize(64 << 10); // what the client believes to be on its way is not much more
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.rtmpPort()));
        Thread.startVirtualThread(this::join);
    }

    static Line to(LiveNode node) throws IOException {
        return new Line(node, Long.MAX_VALUE);
    }

    static Line thatStalls(LiveNode node, long afterBytes) throws IOException {
        return new Line(node, afterBytes);
    }

    private void join() {
        try {
            var client = server.accept();
            accepted.complete(client);
            Thread.startVirtualThread(() -> pump(upstream, client, Long.MAX_VALUE));
            pump(client, upstream, limitBytes);
        } catch (IOException e) {
            accepted.completeExceptionally(e);
        }
    }

    private static void pump(Socket from, Socket to, long limitBytes) {
        try {
            InputStream in = from.getInputStream();
            byte[] piece = new byte[PIECE_BYTES];
            long bytes = 0;
            for (int read = in.read(piece); read >= 0 && bytes < limitBytes; read = in.read(piece)) {
                to.getOutputStream().write(piece, 0, read);
                bytes += read;
            }
        } catch (IOException e) {
            // one of the two is closed: so is the line, soon
        }
    }

    String url(String stream) {
        return "rtmp://127.0.0.1:%d/%s/%s".formatted(server.getLocalPort(), LiveNode.APP, stream);
    }

    @Override
    public void close() {
        try (server;
                upstream) {
            accepted.join().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
