package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Encryption for clients. */
@Doc(
        "Encryption for clients, TLS 1.2 and 1.3: with a certificate the ports `rtmps` and `https` are open, else they are not.")
public interface TlsConfig {
    @NeedsRestart(onlyToSetOrUnset = true)
    @Doc(
            "Certificates, each `chain.pem key.pem`. A client gets the one for the name that it asks for, or the first. The files are read again when they change.")
    Optional<List<@WithConverter(CertificateFilesConverter.class) CertificateFiles>> certificates();

    @Doc(
            "Most TLS handshakes at a time at all ports for clients, and as many at those for nodes; a further connection is closed at once.")
    @WithDefault("1000")
    @Range(min = "1", max = "1000000")
    int maxHandshakes();

    @NeedsRestart
    @Doc("Time for the whole TLS handshake; a slower peer is closed.")
    @WithDefault("5s")
    @Range(min = "100ms", max = "5m")
    Duration handshakeTimeout();
}
