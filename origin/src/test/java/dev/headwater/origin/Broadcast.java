package dev.headwater.origin;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.FrameKind;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.Publisher;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.history.Call;
import dev.headwater.testkit.history.Call.Outcome;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One publisher's connection, from its claim on, and what it is told: it deals with the gate as that of RTMP does. Any thread;
 * its state is confined to its loop.
 */
final class Broadcast implements Publisher {
    private static final int FRAME_MS = 40;

    private final String nodeId;
    private final StreamKey key;
    private final EventLoop loop;
    private final Consumer<Call> history;
    private final Promise<Void> left = Promise.promise();
    private final long askedNanos = System.nanoTime();
    private @Nullable OriginPublication publication;
    private boolean ended;
    private int frames;

    Broadcast(String nodeId, StreamKey key, EventLoop loop, Consumer<Call> history) {
        this.nodeId = nodeId;
        this.key = key;
        this.loop = loop;
        this.history = history;
    }

    Future<Void> left() {
        return left.future();
    }

    /** Whether it is gone, by itself or since it was told to. */
    boolean isOver() {
        return left.future().isComplete();
    }

    void await(Future<PublishDecision> decision) {
        decision.onComplete((answer, failure) -> loop.execute(() -> {
            if (failure == null) {
                decided(answer);
            } else {
                left.tryComplete();
            }
        }));
    }

    private void decided(PublishDecision decision) {
        switch (decision) {
            case PublishDecision.Granted(OriginPublication granted) -> {
                publication = granted;
                tell(askedNanos, new Outcome.Granted(Witness.epoch(granted.record())));
                if (ended) {
                    tell(System.nanoTime(), new Outcome.TakenOver());
                } else if (isOver()) {
                    release(granted, EndReason.PUBLISHER_LOST);
                }
            }
            case PublishDecision.Granted other -> throw new IllegalArgumentException("not of an origin: " + other);
            case PublishDecision.Refused _ -> {
                tell(askedNanos, new Outcome.Refused());
                left.tryComplete();
            }
        }
    }

    /** A frame comes from the publisher. */
    void send() {
        loop.execute(() -> {
            if (!isOver() && publication != null) {
                send(publication);
            }
        });
    }

    /** One that passes moves the stream on. */
    private void send(OriginPublication to) {
        long from = System.nanoTime();
        StreamRecord before = to.record();
        to.publish(FrameKind.VIDEO, frames++ * FRAME_MS, Payloads.avcKeyFrame(frames));
        to.flush();
        if (to.record().timelineMs() > before.timelineMs()) {
            tell(from, new Outcome.Served(Witness.epoch(before)));
        }
    }

    /** The publisher leaves, whether its claim is answered or not. */
    void leave() {
        loop.execute(() -> {
            if (left.tryComplete() && publication != null) {
                release(publication, EndReason.UNPUBLISHED);
            }
        });
    }

    private void release(OriginPublication own, EndReason reason) {
        tell(System.nanoTime(), new Outcome.Released());
        own.end(reason);
    }

    @Override
    public void end(EndReason reason) {
        loop.execute(() -> {
            if (left.tryComplete()) {
                ended = true;
                if (publication != null) {
                    tell(System.nanoTime(), new Outcome.TakenOver());
                }
            }
        });
    }

    private void tell(long from, Outcome outcome) {
        String publisher = publication == null ? "turned away" : Witness.claimOf(publication.record());
        history.accept(new Call(nodeId, publisher, key.toString(), from, System.nanoTime(), outcome));
    }
}
