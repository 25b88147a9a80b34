package dev.headwater.server.launch;

import dev.headwater.server.config.Loopback;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.net.CertificateStore;
import dev.headwater.server.net.TlsSettings;
import dev.headwater.server.net.TrustedAuthority;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How nodes show each other who they are, within TLS: {@code cluster.tls}. */
public final class NodeTls {
    private static final Logger LOG = LoggerFactory.getLogger(NodeTls.class);

    private final TlsSettings settings;
    private final Part part;

    private NodeTls(TlsSettings settings, Part part) {
        this.settings = settings;
        this.part = part;
    }

    /** Empty if they do not. */
    public static Optional<NodeTls> of(NodeRole.Surroundings node) {
        var config = node.config();
        var tls = config.cluster().tls();
        return tls.certificate()
                .flatMap(files -> tls.authority().map(file -> {
                    var store = new CertificateStore(node.vertx(), List.of(files));
                    var authority = Optional.of(new TrustedAuthority(node.vertx(), file));
                    return new NodeTls(
                            new TlsSettings(
                                    store.served(), authority, config.tls().handshakeTimeout()),
                            new TlsPart("cluster tls", node, store, authority));
                }));
    }

    /** For the relay port, and connections to others. */
    public TlsSettings settings() {
        return settings;
    }

    /** Reads the files at its start, and again when they change: before whoever connects. */
    public Part part() {
        return part;
    }

    /** Fails if a start would. */
    Future<?> check() {
        return part.start().eventually(part::stop);
    }

    /**
     * The event bus's. It makes its own of what it is given here, and so reads the files once: it needs a restart for others.
     * Unless told it would believe everybody.
     */
    static EventBusOptions eventBus(NodeConfig config) {
        var options = new EventBusOptions();
        var tls = config.cluster().tls();
        tls.certificate()
                .ifPresent(files -> tls.authority().ifPresent(authority -> {
                    options.setSsl(true)
                            .setTrustAll(false)
                            .setClientAuth(ClientAuth.REQUIRED)
                            .setKeyCertOptions(new PemKeyCertOptions()
                                    .addCertPath(files.chain().toString())
                                    .addKeyPath(files.key().toString()))
                            .setTrustOptions(new PemTrustOptions().addCertPath(authority.toString()));
                    if (!Loopback.isOne(config.cluster().host())) {
                        LOG.warn(
                                "cluster.tls does not reach cluster.port={}: what members tell each other there is in the clear,"
                                        + " keep it in a network of its own: docs/tls.md",
                                config.cluster().port());
                    }
                }));
        return options;
    }
}
