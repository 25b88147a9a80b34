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
 * Watches that something comes from a publisher, that media goes on coming, and not too much. Confined to the client's event loop.
 */
final class PublishWatch {
    private static final Logger LOG = LoggerFactory.getLogger(PublishWatch.class);

    /** In each of the times after which a publisher is gone. */
    private static final long CHECKS = 4;

    private final Publish publish;
    private final PublishService service;
    private final PublishingClient client;
    private final StreamKey key;
    private final PublishedMedia media;
    private final BitrateWatch bitrate;
    private final List<ScheduledFuture<?>> timers = new ArrayList<>(2);
    private final Lull silence = new Lull(-1);
    private final Lull noMedia = new Lull(0);

    /** How often a number was found that had not grown. */
    private static final class Lull {
        private long seen;
        private int checks;

        Lull(long seen) {
            this.seen = seen;
        }

        boolean lasts(long now) {
            checks = now == seen ? checks + 1 : 0;
            seen = now;
            return checks >= CHECKS;
        }
    }

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

    /** Begins to watch: the publish was accepted. */
    void begin() {
        check(service.silence(), this::checkSilence);
        if (!service.media().isZero()) {
            check(service.media(), this::checkMedia);
        }
    }

    /** With pauses, not at a rate: a process that stood still would make up for missed checks before it reads what has come. */
    private void check(Duration patience, Runnable check) {
        long pauseMs = Math.max(1, patience.toMillis() / CHECKS);
        timers.add(client.loop()
                .scheduleWithFixedDelay(() -> client.execute(check), pauseMs, pauseMs, TimeUnit.MILLISECONDS));
    }

    /** A node answers pings, whatever its publisher does: if it is silent it is lost, and may bring the publisher again. */
    private void checkSilence() {
        media.look();
        if (silence.lasts(client.receivedBytes())) {
            publish.end(client.isForwarded() ? EndReason.UPSTREAM_LOST : EndReason.PUBLISHER_SILENT);
        }
    }

    private void checkMedia() {
        if (noMedia.lasts(media.mediaFrames()) && !publish.isOver()) {
            service.metrics().rejected(EndReason.NO_MEDIA.name());
            RejectionLog.warn(
                    LOG,
                    "{} peer={} stream={} is closed: neither audio nor video for publish.media-timeout={}",
                    service.name(),
                    client.peer(),
                    key,
                    service.media());
            publish.end(EndReason.NO_MEDIA);
        }
    }

    /** Notes that {@code bytes} of media have come. False if the publisher is to be closed for sending too many. */
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

    /** The publish is over. */
    void stop() {
        timers.forEach(timer -> timer.cancel(false));
    }
}
