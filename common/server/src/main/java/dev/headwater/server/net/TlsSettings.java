package dev.headwater.server.net;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * How a port speaks TLS, 1.2 or 1.3; where nodes speak to each other, also how they connect.
 *
 * @param authority of a port that only takes who shows a certificate
 * @param handshakeTimeout from the first byte to the end of the handshake, whatever trickles in ({@code tls.handshake-timeout})
 */
public record TlsSettings(
        ServedCertificates certificates, Optional<TrustedAuthority> authority, Duration handshakeTimeout) {
    /** Of a peer that did not come through the handshake, in logs and metrics. */
    public static final String FAULT = "TLS_HANDSHAKE";

    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    /** Signatures are made on a worker: one takes a millisecond, in which a loop would serve nobody. */
    void applyTo(NetServerOptions options) {
        both(options);
        if (authority.isPresent()) {
            options.setClientAuth(ClientAuth.REQUIRED);
        }
    }

    /** Of connections to other nodes. Whoever shows a certificate of the authority is one, whatever the name in it. */
    public void applyTo(NetClientOptions options) {
        both(options);
        options.setHostnameVerificationAlgorithm("");
    }

    private void both(TCPSSLOptions options) {
        options.setSsl(true)
                .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
                .setKeyCertOptions(KeyCertOptions.wrap(certificates))
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setSslHandshakeTimeout(handshakeTimeout.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        authority.ifPresent(trusted -> options.setTrustOptions(TrustOptions.wrap(trusted)));
    }

    /** Why a handshake failed, in words without any of the peer's; empty if the peer only left. */
    public static Optional<String> fault(Throwable cause) {
        return switch (cause) {
            case SslHandshakeTimeoutException _ -> Optional.of("not complete after tls.handshake-timeout");
            case NotSslRecordException _ -> Optional.of("the peer does not speak TLS");
            case SSLException _ -> Optional.of("the peer and this node do not agree");
            default -> cause.getCause() == null ? Optional.empty() : fault(cause.getCause());
        };
    }
}
