package dev.headwater.loadtest.run;

import dev.headwater.loadtest.client.PlayerEvents;
import dev.headwater.loadtest.client.PlayingClient;
import dev.headwater.loadtest.client.StreamAddress;
import dev.headwater.loadtest.measure.Count;
import dev.headwater.loadtest.measure.Recorder;
import dev.headwater.loadtest.measure.Timing;
import dev.headwater.media.MediaFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A player that takes the answer to its play and then reads nothing, until the server closes it. Confined to its event loop. */
final class StalledPlayer implements PlayerEvents {
    private static final long NANOS_PER_MICRO = 1_000;

    /** What becomes of the player, for the shift that it belongs to. */
    interface Owner {
        /** The server does not want it, or not any more. */
        void gone(StalledPlayer player);
    }

    private final Crew crew;
    private final Owner owner;
    private final Recorder recorder;
    private final ScheduledFuture<?> patience;
    private @Nullable PlayingClient client;
    private boolean stalled;
    private long stalledNanos;

    private StalledPlayer(Crew crew, Owner owner) {
        this.crew = crew;
        this.owner = owner;
        recorder = crew.recorder();
        patience =
                crew.loop().schedule(this::impatient, crew.settings().patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    static StalledPlayer open(Crew crew, StreamAddress stream, Owner owner) {
        var player = new StalledPlayer(crew, owner);
        player.client = crew.settings().protocols().play(crew.loop(), stream, player);
        return player;
    }

    /** Leaves; it was not closed. */
    void leave() {
        rest();
        if (client != null) {
            client.close();
        }
    }

    @Override
    public void started() {
        patience.cancel(false);
        stalled = true;
        stalledNanos = System.nanoTime();
        recorder.stalledUp();
        recorder.count(Count.STALLS);
        if (client != null) {
            client.stopReading();
        }
    }

    @Override
    public void received(int bytes) {
        // the answer, and what came in one read with it
    }

    @Override
    public void frame(MediaFrame frame) {
        // came in one read with the answer
    }

    @Override
    public void ended(String reason) {
        if (stalled) {
            recorder.time(Timing.STALL_TO_CLOSE, (System.nanoTime() - stalledNanos) / NANOS_PER_MICRO);
        } else {
            recorder.failure(reason);
        }
        rest();
        owner.gone(this);
    }

    private void impatient() {
        if (client != null) {
            client.close();
        }
        ended("no answer within %d s".formatted(crew.settings().patience().toSeconds()));
    }

    private void rest() {
        patience.cancel(false);
        if (stalled) {
            stalled = false;
            recorder.stalledDown();
        }
    }
}
