package dev.headwater.loadtest.run;

import dev.headwater.loadtest.check.StreamCheck;
import dev.headwater.loadtest.client.Client;
import dev.headwater.loadtest.client.PlayerEvents;
import dev.headwater.loadtest.client.StreamAddress;
import dev.headwater.loadtest.measure.Count;
import dev.headwater.loadtest.measure.PlayerTally;
import dev.headwater.loadtest.measure.Recorder;
import dev.headwater.loadtest.measure.Timing;
import dev.headwater.loadtest.source.SendStamp;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A player whose frames are checked, counted and timed. Confined to its event loop.
 *
 * <p>A frame has a latency if it was sent after the player began to connect; older ones come from the server's cache.
 */
final class MeasuredPlayer implements PlayerEvents, Viewing {
    private static final long NANOS_PER_MICRO = 1_000;

    private final Crew crew;
    private final StreamAddress stream;
    private final boolean owedFrames;
    private final Owner owner;
    private final Recorder recorder;
    private final StreamCheck check;
    private final long openedNanos = System.nanoTime();
    private final ScheduledFuture<?> patience;
    private @Nullable Client client;
    private @Nullable PlayerTally tally;
    private boolean playing;
    private boolean served;
    private boolean keyFrame;

    private MeasuredPlayer(Crew crew, StreamAddress stream, boolean owedFrames, Owner owner) {
        this.crew = crew;
        this.stream = stream;
        this.owedFrames = owedFrames;
        this.owner = owner;
        recorder = crew.recorder();
        check = new StreamCheck(recorder::fault);
        patience =
                crew.loop().schedule(this::impatient, crew.settings().patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    static MeasuredPlayer open(Crew crew, StreamAddress stream, boolean owedFrames, Owner owner) {
        var player = new MeasuredPlayer(crew, stream, owedFrames, owner);
        player.recorder.count(Count.ATTEMPTS);
        player.client = crew.settings().protocols().play(crew.loop(), stream, player);
        return player;
    }

    @Override
    public void leave() {
        if (tally != null) {
            tally.left();
        }
        stop();
    }

    @Override
    public void stop() {
        patience.cancel(false);
        down();
        if (client != null) {
            client.close();
        }
    }

    @Override
    public void received(int bytes) {
        recorder.count(Count.RECEIVED_BYTES, bytes);
    }

    @Override
    public void started() {
        playing = true;
        recorder.playerUp();
        recorder.count(Count.JOINS);
        if (owedFrames && !crew.measuredTime().hasBegun(System.nanoTime())) {
            tally = crew.newTally(stream, true);
        }
    }

    @Override
    public void frame(MediaFrame frame) {
        if (frame.kind() == FrameKind.DATA) {
            return;
        }
        if (frame.isSequenceHeader()) {
            check.frame(frame, StreamCheck.NO_SEQUENCE);
            return;
        }
        served = true;
        if (frame.kind() == FrameKind.AUDIO) {
            recorder.count(Count.RECEIVED_AUDIO_FRAMES);
            check.frame(frame, StreamCheck.NO_SEQUENCE);
        } else {
            video(frame, System.nanoTime());
        }
    }

    private void video(MediaFrame frame, long nowNanos) {
        recorder.count(Count.RECEIVED_VIDEO_FRAMES);
        int stamp = SendStamp.find(frame.payload());
        if (stamp < 0) {
            check.frame(frame, StreamCheck.NO_SEQUENCE);
        } else {
            long sequence = SendStamp.sequence(frame.payload(), stamp);
            check.frame(frame, sequence);
            stamped(sequence, SendStamp.ageNanos(frame.payload(), stamp, nowNanos), nowNanos);
        }
        if (!keyFrame && frame.isKeyFrame()) {
            keyFrame = true;
            patience.cancel(false);
            recorder.time(Timing.FIRST_FRAME, (nowNanos - openedNanos) / NANOS_PER_MICRO);
            owner.firstPicture(this);
        }
    }

    private void stamped(long sequence, long ageNanos, long nowNanos) {
        long sentNanos = nowNanos - ageNanos;
        if (sentNanos - openedNanos >= 0) {
            recorder.time(Timing.LATENCY, ageNanos / NANOS_PER_MICRO);
        }
        if (owedFrames && crew.measuredTime().contains(sentNanos)) {
            if (tally == null) {
                tally = crew.newTally(stream, false);
            }
            tally.received(sequence);
        }
    }

    private void impatient() {
        if (!served) {
            fail("no frame within %d s".formatted(crew.settings().patience().toSeconds()));
            if (client != null) {
                client.close();
            }
        }
    }

    @Override
    public void ended(String reason) {
        if (playing && served) {
            recorder.disconnect(reason);
            finish();
        } else {
            fail(reason);
        }
    }

    private void fail(String reason) {
        recorder.failure(reason);
        finish();
    }

    private void finish() {
        patience.cancel(false);
        down();
        owner.gone(this);
    }

    private void down() {
        if (playing) {
            playing = false;
            recorder.playerDown();
        }
    }
}
