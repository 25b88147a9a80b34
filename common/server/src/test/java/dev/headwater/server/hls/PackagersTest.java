package dev.headwater.server.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.SegmentMemory;
import dev.headwater.media.segment.SegmentPlan;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.Hubs;
import dev.headwater.testkit.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PackagersTest {
    private static final StreamKey KEY = StreamKey.parse("live", "cam");

    private static final int MEMORY_BYTES = 1 << 20;

    private final AtomicBoolean heapIsShort = new AtomicBoolean();
    private final SegmentMemory memory = new SegmentMemory(MEMORY_BYTES, heapIsShort::get);
    private final Vertx vertx = Vertx.vertx();
    private final EventExecutor loop = new DefaultEventExecutor();
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("test", "", "test", "0"));
    private final Packagers packagers = packagers(10);

    @AfterEach
    void close() {
        packagers.close().await();
        vertx.close().await();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Packagers packagers(int max) {
        return new Packagers(vertx, new Packagers.Limits(1, Duration.ofMinutes(1), max, 10), memory, metrics.hls);
    }

    private LiveStream stream(StreamKey key) {
        return new LiveStream(key, loop, Hubs.at(System::nanoTime), players -> {});
    }

    private static SegmentPlan plan(Container container, int ms) {
        return new SegmentPlan(container, ms, 0, 8, 1 << 20);
    }

    private Packager of(LiveStream stream, Container container, int ms) {
        return packagers.of(stream, plan(container, ms), Optional.empty());
    }

    private void end(LiveStream stream) {
        loop.execute(() -> stream.end(EndReason.UNPUBLISHED));
        await().until(stream::isOver);
    }

    private static void isRefused(int status, Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        HlsRefusal.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    @Test
    void whatIsLeftOfAStreamDoesNotTakeThePlaceOfTheNextOfItsName() {
        var before = stream(KEY);
        var old = of(before, Container.TS, 2_000);
        end(before);
        assertThat(of(before, Container.TS, 2_000)).isSameAs(old);

        var now = stream(KEY);
        var running = of(now, Container.TS, 2_000);
        isRefused(404, () -> of(before, Container.TS, 2_000));

        assertThat(packagers.find(KEY, Container.TS, 2_000)).containsSame(running);
        assertThat(packagers.have(before)).isFalse();
        assertThat(packagers.have(now)).isTrue();
    }

    @Test
    void onePackagerThatIsReplacedLeavesItsStream() {
        var before = stream(KEY);
        of(before, Container.TS, 2_000);
        await().until(() -> before.players() == 1);

        of(stream(KEY), Container.TS, 2_000);

        await().until(() -> before.players() == 0);
    }

    @Test
    void aPackagerThatIsStoppedBeforeItBeganTakesNoPlace() {
        var stream = stream(KEY);
        var packager = new Packager(
                stream, plan(Container.TS, 2_000), Optional.empty(), loop, metrics.hls, memory.share(), 10);
        packager.stop();
        packager.start();
        loop.submit(() -> {}).syncUninterruptibly();
        assertThat(stream.players()).isZero();
    }

    @Test
    void aStreamIsCutInFourLengthsPerContainerAtOnce() {
        var stream = stream(KEY);
        var first = of(stream, Container.TS, 20_000);
        for (int ms : new int[] {21_000, 22_000, 23_000}) {
            of(stream, Container.TS, ms);
        }
        isRefused(503, () -> of(stream, Container.TS, 24_000));

        assertThat(of(stream, Container.TS, 20_000)).isSameAs(first);
        of(stream, Container.FMP4, 24_000);
        of(stream(StreamKey.parse("live", "other")), Container.TS, 24_000);
    }

    @Test
    void lengthThatNobodyAsksForMakesRoomForAnother() {
        var stream = stream(KEY);
        var played = of(stream, Container.TS, 20_000);
        of(stream, Container.TS, 21_000);
        of(stream, Container.TS, 22_000);
        of(stream, Container.TS, 500); // each player of which asks within three seconds
        await().atMost(Duration.ofSeconds(40)).ignoreExceptions().until(() -> {
            of(stream, Container.TS, 24_000);
            return true;
        });
        assertThat(packagers.find(KEY, Container.TS, 500)).isEmpty();
        assertThat(packagers.find(KEY, Container.TS, 20_000)).containsSame(played);
    }

    @Test
    void nothingNewIsCutWhileTheHeapIsShort() {
        var stream = stream(KEY);
        var running = of(stream, Container.TS, 2_000);
        heapIsShort.set(true);
        isRefused(503, () -> of(stream, Container.TS, 3_000));
        isRefused(503, () -> of(stream(StreamKey.parse("live", "other")), Container.TS, 2_000));
        assertThat(of(stream, Container.TS, 2_000)).isSameAs(running);
        assertThat(of(stream(KEY), Container.TS, 2_000))
                .as("the next stream of the name")
                .isNotSameAs(running);
        heapIsShort.set(false);
        of(stream, Container.TS, 3_000);
    }

    @Test
    void whatWasBegunLastEndsWhereSegmentsTakeTooMuch() {
        var other = StreamKey.parse("live", "other");
        var first = of(stream(KEY), Container.TS, 2_000);
        var last = packagers.of(
                stream(other), new SegmentPlan(Container.TS, 2_000, 0, 8, 8 * MEMORY_BYTES), Optional.empty());
        byte[] picture = Arrays.copyOf(Payloads.avcKeyFrame(0), 2 * MEMORY_BYTES);
        last.frames(List.of(
                MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader()),
                MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcKeyFrame(0)),
                MediaFrame.of(FrameKind.VIDEO, 2_000, picture)));
        await().until(() -> packagers.find(other, Container.TS, 2_000).isEmpty() && memory.bytes() == 0);
        assertThat(packagers.find(KEY, Container.TS, 2_000)).containsSame(first);
    }

    @Test
    void aPackagerThatFailedSaysNoEndAndAnotherTries() {
        var stream = stream(KEY);
        var failed = of(stream, Container.TS, 2_000);
        failed.ended(EndReason.PLAYER_FAILED);

        assertThat(failed.presentation().ended()).isFalse();
        assertThat(failed.streamEnd()).isEmpty();
        var started = failed.started();
        await().until(started::failed);
        assertThat(started.cause()).isInstanceOf(HlsRefusal.class);

        await().until(() -> of(stream, Container.TS, 2_000) != failed);
    }

    @Test
    void theEndOfTheStreamIsToldByWhatIsLeft() {
        var stream = stream(KEY);
        var packager = of(stream, Container.TS, 2_000);
        end(stream);
        await().until(() -> packager.streamEnd().isPresent());
        assertThat(packager.streamEnd()).contains(EndReason.UNPUBLISHED);
        assertThat(packager.presentation().ended()).isTrue();
    }

    @Test
    void allWhoWaitHearOfTheEnd() {
        var packager = new Packager(
                stream(KEY), plan(Container.TS, 2_000), Optional.empty(), loop, metrics.hls, memory.share(), 1_000);
        packager.start();
        var waiting = Stream.generate(() -> packager.when(now -> false, 120_000))
                .limit(1_000)
                .toList();
        loop.submit(() -> {}).syncUninterruptibly();
        assertThat(waiting).noneMatch(Future::isComplete);
        var oneMore = packager.when(now -> false, 120_000);
        assertThat(oneMore.cause()).isInstanceOf(HlsRefusal.class);

        end(packager.stream());
        await().until(() -> waiting.stream().allMatch(Future::succeeded));
        assertThat(waiting).allMatch(answer -> answer.result().ended());
    }

    @Test
    void whatIsLeftOfAStreamOutlivesAllThatWasListedWhenItEnded() {
        var stream = stream(KEY);
        var packager = of(stream, Container.TS, 2_000);
        end(stream);
        await().until(() -> packager.streamEnd().isPresent());
        long now = System.nanoTime();
        var idle = Duration.ofSeconds(1);
        assertThat(packager.isIdle(idle, now + Duration.ofSeconds(15).toNanos()))
                .isFalse();
        packager.asked();
        assertThat(packager.isIdle(idle, now + Duration.ofSeconds(18).toNanos()))
                .as("who asks again and again does not keep it")
                .isTrue();
    }

    /** Sound that has no header: a packager that begins between two of its frames gets the stream's metadata alone at first. */
    @Test
    void theTimelineIsDatedByFramesAndNotByMetadata() {
        var stream = stream(KEY);
        int hourMs = 3_600_000;
        publish(stream, List.of(MediaFrame.of(FrameKind.DATA, 0, Payloads.onMetaData()), mp3(hourMs)));
        var packager = new Packager(
                stream, plan(Container.FMP4, 2_000), Optional.empty(), loop, metrics.hls, memory.share(), 10);
        packager.start();
        publish(
                stream,
                IntStream.range(1, 250).mapToObj(i -> mp3(hourMs + 24 * i)).toList());
        await().until(() -> packager.presentation().isStarted());
        assertThat(packager.presentation().zero())
                .isCloseTo(Instant.now().minusMillis(hourMs), within(1, ChronoUnit.MINUTES));
    }

    private void publish(LiveStream stream, List<MediaFrame> frames) {
        loop.submit(() -> {
                    frames.forEach(stream::publish);
                    stream.flush();
                })
                .syncUninterruptibly();
    }

    /** A frame of 24 ms: 48 kHz, 128 kbit/s. */
    private static MediaFrame mp3(int ms) {
        byte[] tag = Arrays.copyOf(HexFormat.of().parseHex("2ffffb9464"), 385);
        return MediaFrame.of(FrameKind.AUDIO, ms, tag);
    }

    @Test
    void whatNobodyAsksForIsIdle() {
        var packager = of(stream(KEY), Container.TS, 2_000);
        var idle = Duration.ofSeconds(15);
        assertThat(packager.isIdle(idle, System.nanoTime())).isFalse();
        assertThat(packager.isIdle(
                        idle, System.nanoTime() + Duration.ofSeconds(16).toNanos()))
                .isTrue();
    }

    @Test
    void whatIsCutLongIsAskedForSeldomAndNotIdle() {
        var packager = of(stream(KEY), Container.TS, 30_000);
        long now = System.nanoTime();
        var idle = Duration.ofSeconds(15);
        assertThat(packager.isIdle(idle, now + Duration.ofSeconds(80).toNanos()))
                .isFalse();
        assertThat(packager.isIdle(idle, now + Duration.ofSeconds(95).toNanos()))
                .isTrue();
    }

    @Test
    void manyWhoComeToAFreshStreamWatchItsKeyFramesOnce() {
        var stream = stream(KEY);
        var settings = new HlsSettings(true, Container.TS, 2_000, 12_000, 0, 8, 1 << 20, Optional.empty(), true);
        var first = packagers.running(stream, settings, Container.TS);
        var second = packagers.running(stream, settings, Container.TS);
        var other = packagers.running(stream, settings, Container.FMP4);
        await().until(() -> stream.players() == 1);

        end(stream);
        await().until(() -> first.isComplete() && second.isComplete() && other.isComplete());
        await().until(() -> stream.players() == 0);
    }
}
