package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the certificates count. Thread-safe. */
public final class TlsMeters {
    /** Changed files of certificates that could not be used. */
    public final Counter failedReloads;

    private final Map<String, Instant> expiry = new ConcurrentHashMap<>();

    TlsMeters(MeterRegistry registry) {
        failedReloads = Counter.builder("headwater.tls.reload.failed")
                .description(
                        "Times that certificates were to be read again and could not; those from before are served")
                .register(registry);
        Gauge.builder("headwater.tls.certificate.expiry", expiry, TlsMeters::firstSeconds)
                .description("When the first of the certificates ends, in seconds since 1970; 0 without any")
                .baseUnit("seconds")
                .register(registry);
    }

    /** @param part whose first certificate ends then */
    public void expires(String part, Instant when) {
        expiry.put(part, when);
    }

    private static long firstSeconds(Map<String, Instant> expiry) {
        return expiry.values().stream()
                .min(Comparator.naturalOrder())
                .map(Instant::getEpochSecond)
                .orElse(0L);
    }
}
