package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import java.nio.file.Path;
import java.util.Optional;

/** Encryption between nodes, by option. */
@Doc(
        "TLS between nodes, each of which shows a certificate: relay ports and the event bus. All nodes of a cluster have it, or none. Hazelcast's own port (`cluster.port`) stays in the clear: see tls.md.")
@NeedsRestart
public interface ClusterTlsConfig {
    @Doc("This node's certificate for other nodes, `chain.pem key.pem`.")
    Optional<@WithConverter(CertificateFilesConverter.class) CertificateFiles> certificate();

    @Doc(
            "PEM file of those who sign the nodes' certificates; who has none of theirs is no node. Names in certificates are not looked at.")
    Optional<@WithConverter(PathConverter.class) Path> authority();
}
