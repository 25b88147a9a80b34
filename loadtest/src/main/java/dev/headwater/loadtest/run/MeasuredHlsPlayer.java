package dev.headwater.loadtest.run;

import dev.headwater.loadtest.check.Fault;
import dev.headwater.loadtest.client.HttpAnswer;
import dev.headwater.loadtest.client.StreamAddress;
import dev.headwater.loadtest.hls.HlsEvents;
import dev.headwater.loadtest.hls.HlsPlayer;
import dev.headwater.loadtest.measure.Count;
import dev.headwater.loadtest.measure.Recorder;
import dev.headwater.loadtest.measure.Timing;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A player of HLS whose answers are checked, counted and timed. Confined to its event loop. */
final class MeasuredHlsPlayer implements HlsEvents, Viewing {
    private static final long NANOS_PER_MICRO = 1_000;

    private final Crew crew;
    private final Owner owner;
    private final Recorder recorder;
    private final long openedNanos = System.nanoTime();
    private final ScheduledFuture<?> patience;
    private @Nullable HlsPlayer client;
    private boolean joined;
    private boolean playing;

    private MeasuredHlsPlayer(Crew crew, Owner owner) {
        this.crew = crew;
        this.owner = owner;
        recorder = crew.recorder();
        patience =
                crew.loop().schedule(this::impatient, crew.settings().patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    static MeasuredHlsPlayer open(Crew crew, StreamAddress stream, Owner owner) {
        var player = new MeasuredHlsPlayer(crew, owner);
        player.recorder.count(Count.ATTEMPTS);
        player.client = HlsPlayer.open(
                crew.settings().protocols(), crew.loop(), stream, crew.isNextHlsPlayerThorough(), player);
        return player;
    }

    @Override
    public void leave() {
        stop();
    }

    @Override
    public void stop() {
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
        joined = true;
        recorder.playerUp();
        recorder.count(Count.JOINS);
    }

    @Override
    public void playlist(HttpAnswer answer) {
        recorder.time(Timing.PLAYLIST_RESPONSE, answer.lastByteNanos() / NANOS_PER_MICRO);
    }

    @Override
    public void segment(HttpAnswer answer) {
        recorder.time(Timing.SEGMENT_FIRST_BYTE, answer.firstByteNanos() / NANOS_PER_MICRO);
        recorder.time(Timing.SEGMENT_RESPONSE, answer.lastByteNanos() / NANOS_PER_MICRO);
    }

    @Override
    public void playing() {
        playing = true;
        patience.cancel(false);
        recorder.time(Timing.FIRST_FRAME, (System.nanoTime() - openedNanos) / NANOS_PER_MICRO);
        owner.firstPicture(this);
    }

    @Override
    public void showing(long latencyNanos) {
        recorder.time(Timing.SCREEN_LATENCY, latencyNanos / NANOS_PER_MICRO);
    }

    @Override
    public void halted(long nanos) {
        recorder.time(Timing.HALT, nanos / NANOS_PER_MICRO);
    }

    @Override
    public void missed(String what) {
        recorder.missed(what);
    }

    @Override
    public void found(Fault fault, long count) {
        recorder.fault(fault, count);
    }

    @Override
    public void ended(String reason) {
        if (playing) {
            recorder.disconnect(reason);
        } else {
            recorder.failure(reason);
        }
        down();
        owner.gone(this);
    }

    private void impatient() {
        if (client != null) {
            client.close();
        }
        ended("nothing to show within %d s".formatted(crew.settings().patience().toSeconds()));
    }

    private void down() {
        patience.cancel(false);
        if (joined) {
            joined = false;
            recorder.playerDown();
        }
    }
}
