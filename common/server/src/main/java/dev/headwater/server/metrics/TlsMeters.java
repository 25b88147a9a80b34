package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What the certificates count. Thread-safe. */
public final class TlsMeters {
    /** Changed files of certificates that could not be used. */
    public final Counter failedReloads;

    /** When the first certificate ends, in seconds since 1970; 0 without any. */
    public final AtomicLong expirySeconds = new AtomicLong();

    TlsMeters(MeterRegistry registry) {
        failedReloads = Counter.builder("headwater.tls.reload.failed")
                .description(
                        "Times that certificates were to be read again and could not; those from before are served")
                .register(registry);
        Gauge.builder("headwater.tls.certificate.expiry", expirySeconds, AtomicLong::get)
                .description("When the first of the certificates ends, in seconds since 1970; 0 without any")
                .baseUnit("seconds")
                .register(registry);
    }
}
