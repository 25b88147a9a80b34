package dev.headwater.server.launch;

import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.metrics.TlsMeters;
import dev.headwater.server.net.CertificateStore;
import dev.headwater.server.net.TlsSettings;
import dev.headwater.server.net.TrustedAuthority;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The certificates as a part of the node: reads them, and reads them again while the node runs. */
final class TlsPart implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(TlsPart.class);

    private final String name;
    private final Vertx vertx;
    private final TlsMeters metrics;
    private final CertificateStore store;
    private final Optional<TrustedAuthority> authority;
    private final Context context;
    private final AtomicReference<String> complaint = new AtomicReference<>("");
    private final FileLook fileLook;
    private volatile long timer = -1;

    /** @param authority that is read with them */
    TlsPart(String name, NodeRole.Surroundings node, CertificateStore store, Optional<TrustedAuthority> authority) {
        this.name = name;
        this.vertx = node.vertx();
        this.context = ((VertxInternal) node.vertx()).createEventLoopContext();
        this.metrics = node.metrics().tls;
        this.store = store;
        this.authority = authority;
        this.fileLook = new FileLook(name, this::look);
    }

    /**
     * The parts that serve clients within TLS, in the order of their start; none without a certificate.
     *
     * @param rtmp the same without TLS
     * @param http the same without TLS
     */
    static List<Part> of(NodeRole.Surroundings node, RtmpPart rtmp, HttpPart http) {
        NodeConfig config = node.config();
        if (config.tls().certificates().isEmpty()) {
            return List.of();
        }
        var store =
                new CertificateStore(node.vertx(), config.tls().certificates().get());
        var tls = new TlsSettings(store.served(), Optional.empty(), config.tls().handshakeTimeout());
        var part = new TlsPart("tls", node, store, Optional.empty());
        node.running().follow(part::prepare);
        return List.of(
                part,
                rtmp.within("rtmps", Settings.rtmpsPort(config, tls)),
                http.within("https", Settings.httpsPort(config, tls)));
    }

    /** Fails if a start would: reads the files, and serves nothing. */
    static Future<?> check(NodeRole.Surroundings node) {
        var files = node.config().tls().certificates().orElse(List.of());
        return node.vertx()
                .executeBlocking(() -> new CertificateStore(node.vertx(), files).refresh())
                .compose(read -> NodeTls.of(node).map(NodeTls::check).orElseGet(() -> Future.succeededFuture(false)));
    }

    @Override
    public String name() {
        return name;
    }

    /** Fails if a file is missing or wrong: a client that may not speak in the clear has nobody here. */
    @Override
    public Future<?> start() {
        return context.executeBlocking(this::refresh)
                .onSuccess(changed -> timer = vertx.setPeriodic(FileLook.EVERY.toMillis(), tick -> fileLook.again()));
    }

    private Future<Runnable> prepare(NodeConfig next) {
        var files = next.tls().certificates().orElse(List.of());
        return vertx.executeBlocking(() -> new CertificateStore(vertx, files).refresh())
                .map(usable -> () -> {
                    store.read(files);
                    fileLook.again();
                });
    }

    private Future<?> look() {
        return context.executeBlocking(this::refresh)
                .onSuccess(changed -> complaint.set(""))
                .onFailure(cause -> {
                    metrics.failedReloads.increment();
                    String what = String.valueOf(cause.getMessage());
                    if (!what.equals(complaint.getAndSet(what))) {
                        LOG.warn("{}: the certificates from before go on to be served", what);
                    }
                });
    }

    private boolean refresh() {
        boolean changed = store.refresh();
        authority.ifPresent(trusted -> {
            if (trusted.refresh()) {
                LOG.info("{}: certificates of other nodes are held against what the file says now", name);
            }
        });
        if (changed) {
            store.served().expiry().ifPresent(expiry -> {
                metrics.expires(name, expiry);
                boolean over = expiry.isBefore(Instant.now());
                LOG.atLevel(over ? Level.WARN : Level.INFO)
                        .log(
                                "{}: certificates read; the first to end {} {}",
                                name,
                                over ? "has ended" : "ends",
                                expiry);
            });
        }
        return changed;
    }

    @Override
    public Future<?> stop() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }
}
