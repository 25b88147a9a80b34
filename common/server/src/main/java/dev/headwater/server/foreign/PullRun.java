package dev.headwater.server.foreign;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Status;
import dev.headwater.server.config.PullRelay;
import dev.headwater.server.relay.SilenceWatch;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.role.Publisher;
import dev.headwater.server.rtmp.Translation;
import dev.headwater.server.tracing.Trace;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of a foreign server, published here as a broadcaster would, whenever it is wanted, from its first audio or video on: many
 * servers let a stream be played that nobody publishes. It takes over from nobody, and asks for nothing while somebody else has the
 * name. At most one connection. Confined to the relay's event loop.
 */
final class PullRun implements RelayRun {
    /** What is kept of a stream while its name is being claimed: two of the largest messages that are taken by default. */
    static final int MAX_EARLY_BYTES = 16 << 20;

    /** What a message takes besides its payload, about. */
    private static final int MESSAGE_BYTES = 128;

    static final Duration CHECK = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PullRun.class);

    private final PullRelay relay;
    private final RelayPorts ports;
    private final Attempts attempts;
    private final String publisherId;
    private boolean owned;
    private boolean looking;
    private Optional<StreamRecord> others =
            Optional.empty(); // what another publisher had or has left, at the last look
    private long othersSince; // when that was first answered
    private long wantedUntil;
    private long lastEpoch;
    private @Nullable Link link;
    private @Nullable ScheduledFuture<?> checks;

    PullRun(PullRelay relay, RelayPorts ports, Attempts attempts) {
        this.relay = relay;
        this.ports = ports;
        this.attempts = attempts;
        this.publisherId = "relay." + relay.name();
        this.wantedUntil = System.nanoTime();
    }

    @Override
    public void start() {
        owned = true;
        noObstacle();
        checkFromNow();
        attempts.enter(RelayState.WAITING);
        connectIfWanted();
    }

    private void noObstacle() {
        others = Optional.empty();
        othersSince = System.nanoTime() - CHECK.toNanos();
    }

    private void checkFromNow() {
        cancelChecks();
        checks = attempts.loop()
                .scheduleAtFixedRate(this::check, CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancelChecks() {
        if (checks != null) {
            checks.cancel(false);
        }
    }

    @Override
    public void stop() {
        owned = false;
        cancelChecks();
        end(EndReason.SHUTDOWN);
        attempts.enter(RelayState.STANDBY);
    }

    @Override
    public void wanted() {
        boolean already = isWanted();
        wantedUntil = System.nanoTime() + ports.demandLife().toNanos();
        if (!already) {
            connectIfWanted();
        }
    }

    private boolean isWanted() {
        return relay.always() || wantedUntil - System.nanoTime() > 0;
    }

    private void check() {
        if (isWanted()) {
            connectIfWanted();
        } else {
            attempts.afresh();
            endIfUnwanted();
        }
    }

    private boolean mayConnect() {
        return owned && attempts.state() == RelayState.WAITING && isWanted();
    }

    /** If it cannot be told who has the name, the next check looks again. */
    private void connectIfWanted() {
        if (mayConnect() && !looking) {
            looking = true;
            long asked = System.nanoTime();
            ports.names()
                    .apply(relay.stream())
                    .onComplete((latest, cause) -> attempts.loop().execute(() -> {
                        looking = false;
                        if (cause == null && mayConnect()) {
                            looked(latest.filter(record -> !record.publisherId().equals(publisherId)), asked);
                        }
                    }));
        }
    }

    /**
     * What another has left must lie there for a {@link #CHECK}: its broadcaster may be on the way from a lost origin to another,
     * maybe from the one that ran this relay.
     */
    private void looked(Optional<StreamRecord> latest, long asked) {
        var before = others;
        var owner = latest.filter(record -> !record.isTombstone());
        if (!latest.equals(before)) {
            others = latest;
            othersSince = System.nanoTime();
            checkFromNow(); // the next one is not too early
            if (!latest.map(StreamRecord::originId).equals(before.map(StreamRecord::originId))) {
                LOG.info(
                        "relay pull={} waits: stream={} {}",
                        relay.name(),
                        relay.stream(),
                        owner.map(record -> "is published at " + record.originId())
                                .orElse("was another's, who may come back"));
            }
        } else if (owner.isEmpty() && asked - othersSince >= CHECK.toNanos()) {
            connect();
        }
    }

    private void endIfUnwanted() {
        if (attempts.state() != RelayState.WAITING) {
            end(EndReason.NO_PLAYERS);
            attempts.enter(RelayState.WAITING);
        }
    }

    private void end(EndReason reason) {
        if (link != null) {
            link.reason = reason;
            link.close();
        }
    }

    private void connect() {
        attempts.enter(RelayState.CONNECTING);
        var next = new Link();
        link = next;
        attempts.after(ports.answer(), () -> next.fail("no answer within " + ports.answer()));
        next.open(ports.connector(), attempts.loop());
    }

    private void failed(String why) {
        attempts.failed(why, () -> {
            attempts.enter(RelayState.WAITING);
            connectIfWanted();
        });
    }

    /** One play there. */
    private final class Link extends ForeignLink implements Publisher {
        private final Promise<Void> left = Promise.promise();
        private final List<MediaMessage> early = new ArrayList<>();
        private int earlyBytes;
        private boolean claiming;
        private @Nullable Publication publication;
        private @Nullable SilenceWatch silence;
        private @Nullable SilenceWatch lull; // of audio and video
        private EndReason reason = EndReason.PUBLISHER_LOST;

        Link() {
            super(relay.url(), PullRun.this::failed);
        }

        @Override
        protected void ready() {
            client().play(relay.url().name());
        }

        @Override
        public void playStarted(int streamId, Status status) {
            if (!claiming) {
                var patience = ports.times().get().silence();
                attempts.after(patience, () -> fail("neither audio nor video for relays.silence-timeout=" + patience));
            }
        }

        private void claim() {
            claiming = true;
            attempts.after(ports.answer(), () -> fail("the name was not claimed within " + ports.answer()));
            ports.gate()
                    .admit(new PublishRequest(
                            relay.stream(),
                            "relay=" + relay.name(),
                            new Forwarded(publisherId, lastEpoch),
                            attempts.loop(),
                            this,
                            Trace.NONE,
                            left.future()))
                    .onComplete(decision -> attempts.loop().execute(() -> {
                        if (decision.failed()) {
                            fail("the name cannot be claimed now");
                        } else {
                            decided(decision.result());
                        }
                    }));
        }

        private void decided(PublishDecision decision) {
            switch (decision) {
                case PublishDecision.Granted(Publication granted) when isOver() -> granted.end(reason);
                case PublishDecision.Granted(Publication granted) -> accepted(granted);
                case PublishDecision.Refused refused -> fail("the name is not to be had here: " + refused.reason());
            }
        }

        private void accepted(Publication granted) {
            publication = granted;
            noObstacle(); // what the relay itself leaves is none
            lastEpoch = granted.epoch();
            attempts.enter(RelayState.RUNNING);
            var times = ports.times().get();
            silence = new SilenceWatch(
                    attempts.loop(),
                    times.silence(),
                    () -> client().ping(0), // a server without media has nothing to say unasked
                    () -> fail("silent for relays.silence-timeout=" + times.silence()));
            if (times.media().isPositive()) {
                lull = new SilenceWatch(attempts.loop(), times.media(), () -> noMedia(times.media()));
            }
            early.forEach(message -> publish(granted, message));
            early.clear();
            granted.flush();
        }

        private void noMedia(Duration patience) {
            reason = EndReason.NO_MEDIA;
            fail("neither audio nor video for publish.media-timeout=" + patience);
        }

        @Override
        public void media(MediaMessage message) {
            attempts.moved(message.payload().length);
            if (message.kind() != MediaMessage.Kind.DATA) {
                picturesOrSound();
            }
            if (publication != null) {
                publish(publication, message);
            } else {
                keep(message);
            }
        }

        private void picturesOrSound() {
            if (lull != null) {
                lull.heard();
            }
            if (!claiming) {
                claim();
            }
        }

        private void keep(MediaMessage message) {
            earlyBytes += MESSAGE_BYTES + message.payload().length;
            if (earlyBytes <= MAX_EARLY_BYTES) {
                early.add(message);
            } else {
                fail("too much has come for a name that is not claimed yet");
            }
        }

        private static void publish(Publication to, MediaMessage message) {
            to.publish(Translation.frameKind(message.kind()), message.timestamp(), message.payload());
        }

        @Override
        public void batchEnd() {
            if (silence != null) {
                silence.heard();
            }
            if (publication != null) {
                publication.flush();
            }
        }

        /** The stream is taken over or kicked. Any thread. */
        @Override
        public void end(EndReason why) {
            attempts.loop().execute(() -> {
                publication = null; // it has ended itself
                fail("ended here: " + why);
            });
        }

        @Override
        protected void closing() {
            link = null;
            early.clear();
            left.tryComplete();
            if (silence != null) {
                silence.stop();
            }
            if (lull != null) {
                lull.stop();
            }
            if (publication != null) {
                publication.flush();
                publication.end(reason);
            }
        }
    }
}
