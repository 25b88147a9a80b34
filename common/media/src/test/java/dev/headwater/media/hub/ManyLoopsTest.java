package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.Payloads;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The source on one real loop, players on others and on the same, who come and go as they like. */
class ManyLoopsTest {
    private static final int PLAYERS = 400;
    private static final Hub HUB = new Hub(new HubSettings(
            Duration.ofSeconds(10),
            () -> 1 << 20,
            Duration.ofMinutes(1),
            1 << 30,
            Duration.ofMinutes(1),
            app -> new FanoutSettings(Duration.ofMillis(2), Duration.ofMillis(20)),
            System::nanoTime,
            HubMetrics.NONE));

    private final EventExecutor source = new DefaultEventExecutor();
    private final List<EventExecutor> loops =
            List.of(source, new DefaultEventExecutor(), new DefaultEventExecutor(), new DefaultEventExecutor());
    private final AtomicInteger heard = new AtomicInteger();
    private final LiveStream stream = new LiveStream(new StreamKey("live", "one"), source, HUB, heard::set);
    private final CountingFormat format = new CountingFormat();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private int published;
    private boolean stopped;

    @AfterEach
    void stop() {
        for (EventExecutor loop : loops) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private void later(EventExecutor loop, long micros, Runnable task) {
        loop.schedule(task, micros, TimeUnit.MICROSECONDS).addListener(done -> {
            if (!done.isSuccess() && !done.isCancelled()) {
                faults.add(String.valueOf(done.cause()));
            }
        });
    }

    private record Place(SequencePlayer player, EventExecutor loop, LiveStream.Subscription subscription) {}

    private Place join(EventExecutor loop) {
        var player = new SequencePlayer();
        return new Place(player, loop, stream.join(player, format, loop));
    }

    /** One batch of one to three frames, then the next: others take their turns on the loop in between. */
    private void publish() {
        if (stopped) {
            return;
        }
        for (int i = 0; i <= published % 3; i++) {
            int ms = published * SequencePlayer.STEP_MS;
            stream.publish(
                    published % SequencePlayer.GROUP == 0
                            ? MediaFrame.of(FrameKind.VIDEO, ms, Payloads.avcKeyFrame(published))
                            : published % 2 == 0
                                    ? MediaFrame.of(FrameKind.AUDIO, ms, Payloads.aacFrame(published))
                                    : MediaFrame.of(FrameKind.VIDEO, ms, Payloads.avcInterFrame(published, 300)));
            published++;
        }
        stream.flush();
        later(source, 100, this::publish);
    }

    private void start() {
        source.execute(() -> {
            stream.publish(MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader()));
            stream.publish(MediaFrame.of(FrameKind.AUDIO, 0, Payloads.aacSequenceHeader()));
            publish();
        });
    }

    private void end() {
        source.submit(() -> {
                    stopped = true;
                    stream.end(EndReason.UNPUBLISHED);
                })
                .syncUninterruptibly();
        for (EventExecutor loop : loops) {
            if (!loop.isShutdown()) {
                loop.submit(() -> {}).syncUninterruptibly();
            }
        }
    }

    @Test
    void everyPlayerGetsEveryFrameOnceFromAKeyFrameOn() {
        var random = new Random(7);
        var staying = new ArrayList<Place>();
        var leaving = new ArrayList<Place>();
        start();
        for (int i = 0; i < PLAYERS; i++) {
            var loop = loops.get(random.nextInt(loops.size()));
            if (random.nextInt(4) == 0) {
                staying.add(join(loop));
            } else {
                leaving.add(join(loop));
            }
            while (leaving.size() > random.nextInt(12)) { // loops lose their last player again and again
                leave(leaving.removeFirst(), random.nextBoolean());
            }
            if (i % 10 == 0) {
                long seenMs = stream.timestampMs();
                await().until(() -> stream.timestampMs() > seenMs + 10);
            }
        }
        end();
        long lastMs = (published - 1L) * SequencePlayer.STEP_MS;
        for (Place place : staying) {
            assertThat(place.player().fault()).isNull();
            assertThat(place.player().lastMs()).isEqualTo(lastMs);
            assertThat(place.player().ends()).containsExactly(EndReason.UNPUBLISHED);
            assertThat(place.subscription().droppedFrames()).isZero();
        }
        assertThat(stream.players()).isZero();
        assertThat(heard).hasValue(0);
        assertThat(faults).isEmpty();
    }

    /** Some leave before they have got anything. */
    private void leave(Place place, boolean later) {
        Runnable leave = () -> {
            place.subscription().leave();
            place.player().left();
            place.subscription().leave();
        };
        if (later) {
            later(place.loop(), 3_000, leave);
        } else {
            place.loop().execute(leave);
        }
        later(place.loop(), 20_000, () -> note(place.player()));
    }

    private void note(SequencePlayer player) {
        var fault = player.fault();
        if (fault != null) {
            faults.add(fault);
        }
    }

    @Test
    void aFrameIsEncodedOnceForEachLoop() {
        for (int i = 0; i < 40; i++) {
            join(loops.get(i % loops.size()));
        }
        for (EventExecutor loop : loops) {
            loop.submit(() -> {}).syncUninterruptibly();
        }
        start();
        await().until(() -> stream.timestampMs() > 500);
        end();
        assertThat(format.encodedFrames()).isEqualTo(loops.size() * (2 + published));
    }

    @Test
    void aLoopThatShutsDownTakesNothingWithIt() {
        start();
        var gone = join(loops.get(1));
        var staying = join(loops.get(2));
        await().until(() -> gone.player().lastMs() > 0 && staying.player().lastMs() > 0);
        loops.get(1).shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        long goneMs = gone.player().lastMs();
        await().untilAsserted(() -> assertThat(stream.players()).isEqualTo(1));
        await().until(() -> staying.player().lastMs() > goneMs + 500);
        join(loops.get(1));
        await().untilAsserted(() -> assertThat(stream.players())
                .as("nor does who joins there count")
                .isEqualTo(1));
        end();
        assertThat(staying.player().fault()).isNull();
        assertThat(gone.player().ends()).isEmpty();
    }

    @Test
    void whoJoinsAfterTheSourcesLoopHasGoneIsToldSo() {
        start();
        end();
        source.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        var late = join(loops.get(1));
        await().untilAsserted(() -> assertThat(late.player().ends()).containsExactly(EndReason.SHUTDOWN));
        assertThat(stream.players()).isZero();
    }
}
