package dev.headwater.media.hub;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.Payloads;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** A stream whose source and players share one loop, in virtual time, step by step. */
abstract class OneLoop {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    final AtomicLong nanos = new AtomicLong();
    final AtomicInteger dropped = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final Set<SlowReason> slow = EnumSet.noneOf(SlowReason.class);
    final List<PulseReason> pulses = new ArrayList<>();
    long longestWaitNanos;
    int waitingToStart;
    long longestQueueAgeNanos;
    int deliveriesInTime;
    int deliveriesBehind;
    final List<Long> relayDelays = new ArrayList<>();
    final List<DropReason> withheld = new ArrayList<>();
    final HubSettings settings = new HubSettings(
            Duration.ofSeconds(10),
            () -> 1 << 20,
            Duration.ofSeconds(4),
            100_000,
            Duration.ofSeconds(15),
            app -> fanout(),
            nanos::get,
            new HubMetrics() {
                @Override
                public void dropped(SlowReason reason, int frames) {
                    dropped.addAndGet(frames);
                    slow.add(reason);
                }

                @Override
                public void pulse(PulseReason reason, long intervalNanos, long waitedNanos) {
                    pulses.add(reason);
                    longestWaitNanos = Math.max(longestWaitNanos, waitedNanos);
                }

                @Override
                public void queueAge(long oldestNanos) {
                    longestQueueAgeNanos = Math.max(longestQueueAgeNanos, oldestNanos);
                }

                @Override
                public void delivered(int inTime, int behind) {
                    deliveriesInTime += inTime;
                    deliveriesBehind += behind;
                }

                @Override
                public void relayDelay(long delayNanos) {
                    relayDelays.add(delayNanos);
                }

                @Override
                public void waitingToStart(int change) {
                    waitingToStart += change;
                }

                @Override
                public void withheld(DropReason reason) {
                    withheld.add(reason);
                }

                @Override
                public void playerFailed() {
                    failed.incrementAndGet();
                }
            });
    final EmbeddedChannel channel = new EmbeddedChannel();
    final CountingFormat format = new CountingFormat();
    final List<Integer> playerCounts = new ArrayList<>();
    final LiveStream stream = new LiveStream(
            new StreamKey("live", "one"), channel.eventLoop(), hub(new Hub(settings)), playerCounts::add);
    final List<FakePlayer> players = new ArrayList<>();

    OneLoop() {
        channel.freezeTime();
    }

    FanoutSettings fanout() {
        return FanoutSettings.UNGATHERED;
    }

    Hub hub(Hub ofTheNode) {
        return ofTheNode;
    }

    @AfterEach
    void theStreamEndsAndNothingIsHeld() {
        stream.end(EndReason.SHUTDOWN);
        players.forEach(FakePlayer::discard); // the leak gate sees what else is held
    }

    LiveStream.Subscription join(FakePlayer player) {
        players.add(player);
        return stream.join(player, format, channel.eventLoop());
    }

    FakePlayer joined() {
        var player = new FakePlayer();
        join(player);
        return player;
    }

    FakePlayer joinedReadingNothing() {
        var player = FakePlayer.readingNothing();
        join(player);
        return player;
    }

    static MediaFrame video(long ms, byte[] payload) {
        return MediaFrame.of(FrameKind.VIDEO, ms, payload);
    }

    static MediaFrame audio(long ms, byte[] payload) {
        return MediaFrame.of(FrameKind.AUDIO, ms, payload);
    }

    static final MediaFrame METADATA = MediaFrame.of(FrameKind.DATA, 0, Payloads.onMetaData());
    static final MediaFrame AVC = video(0, Payloads.avcSequenceHeader());
    static final MediaFrame AAC = audio(0, Payloads.aacSequenceHeader());

    static MediaFrame key(long ms) {
        return video(ms, Payloads.avcKeyFrame((int) ms));
    }

    static MediaFrame inter(long ms) {
        return video(ms, Payloads.avcInterFrame((int) ms));
    }

    static MediaFrame sound(long ms) {
        return audio(ms, Payloads.aacFrame((int) ms));
    }

    void send(MediaFrame... frames) {
        for (MediaFrame frame : frames) {
            stream.publish(frame);
        }
        stream.flush();
    }

    /** Time goes by in small steps, so that a timer can set the next. */
    void pass(Duration span) {
        for (long left = span.toNanos(); left > 0; left -= STEP_NANOS) {
            long step = Math.min(left, STEP_NANOS);
            nanos.addAndGet(step);
            channel.advanceTimeBy(step, TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    static List<CountingFormat.Got> gots(MediaFrame... frames) {
        return List.of(frames).stream().map(CountingFormat.Got::of).toList();
    }

    /** What a player got after its first {@code count} frames. */
    static List<CountingFormat.Got> after(int count, FakePlayer player) {
        return player.got().subList(count, player.got().size());
    }

    void startAvcAac() {
        send(METADATA, AVC, AAC);
    }
}
