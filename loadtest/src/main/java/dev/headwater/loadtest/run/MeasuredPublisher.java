package dev.headwater.loadtest.run;

import dev.headwater.loadtest.client.PublisherEvents;
import dev.headwater.loadtest.client.PublishingClient;
import dev.headwater.loadtest.client.StreamAddress;
import dev.headwater.loadtest.measure.Count;
import dev.headwater.loadtest.measure.Recorder;
import dev.headwater.loadtest.measure.Timing;
import dev.headwater.loadtest.source.Source;
import dev.headwater.media.MediaFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A publisher that sends each frame when it is due. Confined to its event loop. */
final class MeasuredPublisher implements PublisherEvents {
    private static final long NANOS_PER_MICRO = 1_000;

    /** What becomes of the publisher, for the shift that it belongs to. */
    interface Owner {
        void publishing(MeasuredPublisher publisher);

        /** The server does not want it, or not any more. */
        void gone(MeasuredPublisher publisher);
    }

    private final Crew crew;
    private final Source source;
    private final Owner owner;
    private final Recorder recorder;
    private final long openedNanos = System.nanoTime();
    private @Nullable ScheduledFuture<?> next;
    private @Nullable PublishingClient client;
    private boolean publishing;
    private long startedNanos;

    private MeasuredPublisher(Crew crew, Source source, Owner owner) {
        this.crew = crew;
        this.source = source;
        this.owner = owner;
        recorder = crew.recorder();
        next = crew.loop().schedule(this::impatient, crew.settings().patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    static MeasuredPublisher open(Crew crew, StreamAddress stream, Source source, Owner owner) {
        var publisher = new MeasuredPublisher(crew, source, owner);
        publisher.client = crew.settings().protocols().publish(crew.loop(), stream, publisher);
        return publisher;
    }

    void stop() {
        rest();
        if (client != null) {
            client.close();
        }
    }

    @Override
    public void started() {
        rest();
        publishing = true;
        startedNanos = System.nanoTime();
        recorder.publisherUp();
        recorder.count(Count.PUBLISHES);
        recorder.time(Timing.PUBLISH_START, (startedNanos - openedNanos) / NANOS_PER_MICRO);
        source.headers().forEach(this::send);
        sendDue();
        owner.publishing(this);
    }

    private void sendDue() {
        if (client == null) {
            return;
        }
        long now = System.nanoTime() - startedNanos;
        while (publishing && source.nextDueNanos() <= now) {
            recorder.time(Timing.SEND_LAG, (now - source.nextDueNanos()) / NANOS_PER_MICRO);
            send(source.next());
        }
        client.flush();
        if (publishing) {
            long wait = source.nextDueNanos() - (System.nanoTime() - startedNanos);
            next = crew.loop().schedule(this::sendDue, Math.max(wait, 0), TimeUnit.NANOSECONDS);
        }
    }

    private void send(MediaFrame frame) {
        int bytes = client == null ? 0 : client.send(frame);
        if (bytes > 0) {
            recorder.count(Count.SENT_BYTES, bytes);
            recorder.count(Count.SENT_FRAMES);
        } else {
            recorder.count(Count.UNSENT_FRAMES);
        }
    }

    private void impatient() {
        ended("no answer within %d s".formatted(crew.settings().patience().toSeconds()));
        if (client != null) {
            client.close();
        }
    }

    @Override
    public void ended(String reason) {
        if (publishing) {
            recorder.disconnect(reason);
        } else {
            recorder.failure(reason);
        }
        rest();
        owner.gone(this);
    }

    /** Sends nothing more, and waits for nothing. */
    private void rest() {
        if (next != null) {
            next.cancel(false);
        }
        if (publishing) {
            publishing = false;
            recorder.publisherDown();
        }
    }
}
