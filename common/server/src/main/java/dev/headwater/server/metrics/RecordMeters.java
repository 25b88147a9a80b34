package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What becomes of recordings. Thread-safe. */
public final class RecordMeters {
    private final MeterRegistry registry;
    private final Counter files;
    private final Counter bytes;
    private final ReasonCounters faults;

    RecordMeters(MeterRegistry registry) {
        this.registry = registry;
        files = Counter.builder("headwater.record.files")
                .description("Files of recordings that are whole")
                .baseUnit("files")
                .register(registry);
        bytes = Counter.builder("headwater.record.bytes")
                .description("What these files have, together")
                .baseUnit("bytes")
                .register(registry);
        faults = new ReasonCounters(reason -> Counter.builder("headwater.record.faults")
                .description("Times that the recording of a stream stopped, or could not begin, by reason")
                .tag("reason", reason)
                .register(registry));
    }

    /**
     * How it stands with them now; asked at each look at the metrics, on any thread.
     *
     * @param streams that are recorded
     * @param faulty that are to be, and are not
     * @param waitingBytes for the disk
     */
    public void of(IntSupplier streams, LongSupplier faulty, LongSupplier waitingBytes) {
        Gauge.builder("headwater.record.streams", streams::getAsInt)
                .description("Streams that are recorded")
                .baseUnit("streams")
                .register(registry);
        Gauge.builder("headwater.record.faulty.streams", faulty::getAsLong)
                .description("Streams that are to be recorded and cannot be now")
                .baseUnit("streams")
                .register(registry);
        Gauge.builder("headwater.record.waiting.bytes", waitingBytes::getAsLong)
                .description("What waits for the disk")
                .baseUnit("bytes")
                .register(registry);
    }

    /** A file is whole. */
    public void whole(long fileBytes) {
        files.increment();
        bytes.increment((double) fileBytes);
    }

    /** @param reason of a closed set; counted in lower case */
    public void failed(String reason) {
        faults.count(reason);
    }
}
