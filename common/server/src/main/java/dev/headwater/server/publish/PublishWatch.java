package dev.headwater.server.publish;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.limits.Limit;
import dev.headwater.server.metrics.RejectionLog;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches that something comes from a publisher, that there is media in it, and not too much. Confined to the client's event loop.
 */
final class PublishWatch {
    private static final Logger LOG = LoggerFactory.getLogger(PublishWatch.class);
    private static final long SILENCE_CHECKS = 4;

    private final Publish publish;
    private final PublishService service;
    private final PublishingClient client;
    private final StreamKey key;
    private final PublishedMedia media;
    private final BitrateWatch bitrate;
    private final List<ScheduledFuture<?>> timers = new ArrayList<>(2);
    private long seenBytes = -1;
    private int silentChecks;

    /** @param media that is published meanwhile */
    PublishWatch(
            Publish publish, PublishService service, PublishingClient client, StreamKey key, PublishedMedia media) {
        this.publish = publish;
        this.service = service;
        this.client = client;
        this.key = key;
        this.media = media;
        var limits = service.limits();
        bitrate = new BitrateWatch(
                limits.publishKbps().applyAsInt(key.app()),
                limits.publishWindow().get(),
                System::nanoTime);
    }

    /** It publishes from now on. */
    void begin() {
        long checkMs = Math.max(1, service.silence().toMillis() / SILENCE_CHECKS);
        // with pauses, not at a rate: a process that stood still would make up for missed checks before it reads what
        // has come
        timers.add(client.loop()
                .scheduleWithFixedDelay(
                        () -> client.execute(this::checkSilence), checkMs, checkMs, TimeUnit.MILLISECONDS));
        Duration untilMedia = service.media();
        if (!untilMedia.isZero()) {
            timers.add(client.loop()
                    .schedule(() -> client.execute(this::checkMedia), untilMedia.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void checkSilence() {
        media.look();
        long received = client.receivedBytes();
        silentChecks = received == seenBytes ? silentChecks + 1 : 0;
        seenBytes = received;
        if (silentChecks >= SILENCE_CHECKS) {
            publish.close(EndReason.PUBLISHER_SILENT);
        }
    }

    private void checkMedia() {
        if (!media.hasCome() && !publish.isOver()) {
            service.metrics().rejected(EndReason.NO_MEDIA.name());
            RejectionLog.warn(
                    LOG,
                    "{} peer={} stream={} is closed: neither audio nor video within publish.media-timeout={} of its publish",
                    service.name(),
                    client.peer(),
                    key,
                    service.media());
            publish.close(EndReason.NO_MEDIA);
        }
    }

    /** So many bytes of media have come; false if it is to be closed for all of them. */
    boolean sent(int bytes) {
        return switch (bitrate.sent(bytes)) {
            case WITHIN -> true;
            case OVER -> {
                tellOfBitrate("publishes at");
                yield true;
            }
            case STILL_OVER -> {
                tellOfBitrate("is closed for still publishing at");
                service.metrics().rejected(Limit.PUBLISH_KBPS.name());
                yield false;
            }
        };
    }

    private void tellOfBitrate(String what) {
        RejectionLog.warn(
                LOG,
                "{} peer={} stream={} {} {} kbit/s, over {}={}",
                service.name(),
                client.peer(),
                key,
                what,
                bitrate.kbps(),
                Limit.PUBLISH_KBPS.key(),
                bitrate.limitKbps());
    }

    /** It publishes no more. */
    void end() {
        timers.forEach(timer -> timer.cancel(false));
    }
}
