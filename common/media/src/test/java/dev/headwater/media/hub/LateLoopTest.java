package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A loop that takes no batches for a while: what waits for it is bounded. */
class LateLoopTest extends OneLoop {
    private final DefaultEventExecutor late = new DefaultEventExecutor();
    private final CountDownLatch wakeUp = new CountDownLatch(1);
    private final FakePlayer player = new FakePlayer();

    @AfterEach
    void stop() {
        stream.end(EndReason.SHUTDOWN);
        wakeUp.countDown();
        late.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private LiveStream.Subscription joinLate() {
        startAvcAac();
        var place = stream.join(player, format, late);
        settle();
        return place;
    }

    private void settle() {
        late.submit(() -> {}).syncUninterruptibly();
    }

    private void fallAsleep() {
        settle();
        var asleep = new CountDownLatch(1);
        late.execute(() -> {
            asleep.countDown();
            try {
                wakeUp.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> asleep.getCount() == 0);
    }

    private void wake() {
        wakeUp.countDown();
        settle();
    }

    /** Frames of 40 ms, a key frame in every 25, from frame {@code first} on. */
    private void play(int first, int count) {
        for (int i = first; i < first + count; i++) {
            pass(Duration.ofMillis(40));
            send(i % 25 == 0 ? key(40L * i) : inter(40L * i));
        }
    }

    @Test
    void itMissesWhatIsOverTheBoundAndGoesOnAtAKeyFrameWithAllHeaders() {
        var place = joinLate();
        play(0, 10);
        fallAsleep();
        play(10, 141);
        assertThat(late.pendingTasks()).as("four seconds of batches").isEqualTo(101);
        wake();
        int before = player.got().size();
        assertThat(before).isEqualTo(3 + 10 + 101);

        play(151, 24); // no key frame among them
        settle();
        assertThat(player.got()).hasSize(before);
        play(175, 5);
        settle();
        assertThat(after(before, player))
                .isEqualTo(gots(
                        METADATA,
                        AVC.at(7_000),
                        AAC.at(7_000),
                        key(7_000),
                        inter(7_040),
                        inter(7_080),
                        inter(7_120),
                        inter(7_160)));
        assertThat(place.droppedFrames()).isEqualTo(175 - (before - 3));
        var joined = new FakePlayer();
        stream.join(joined, format, late);
        settle();
        assertThat(joined.got()).as("what joins there starts with the same").isEqualTo(after(before, player));
    }

    @Test
    void itsBytesAreBoundedToo() {
        joinLate();
        fallAsleep();
        for (int i = 0; i < 100; i++) {
            send(video(40L * i, Payloads.avcKeyFrame(i, 10_000)));
        }
        assertThat(late.pendingTasks()).isBetween(9, 10);
    }

    @Test
    void aQuietStreamDoesNotMakeALoopLate() {
        joinLate();
        send(key(0));
        fallAsleep();
        pass(Duration.ofSeconds(20));
        send(inter(20_000), sound(20_000));
        send(inter(20_040));
        wake();
        assertThat(player.got()).hasSize(3 + 4);
    }

    @Test
    void aTapHearsThatItMissedFrames() {
        startAvcAac();
        var heard = new ArrayList<String>();
        stream.tap(
                new FrameTap() {
                    @Override
                    public void frames(List<MediaFrame> batch) {
                        heard.add("frames");
                    }

                    @Override
                    public void missed(boolean late) {
                        heard.add(late ? "late" : "lost");
                    }

                    @Override
                    public void ended(EndReason reason) {}
                },
                late);
        play(0, 10);
        fallAsleep();
        play(10, 500);
        wake();
        assertThat(heard).doesNotContain("late", "lost");
        play(525, 1);
        settle();
        assertThat(heard.subList(heard.size() - 2, heard.size())).containsExactly("late", "frames");
    }
}
