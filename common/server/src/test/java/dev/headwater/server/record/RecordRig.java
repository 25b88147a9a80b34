package dev.headwater.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import dev.headwater.media.StreamKey;
import dev.headwater.media.flv.FlvReader;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.FanoutSettings;
import dev.headwater.media.hub.Hub;
import dev.headwater.media.hub.HubMetrics;
import dev.headwater.media.hub.HubSettings;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.metrics.MetricsRegistry;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.NodeMetrics.NodeTags;
import dev.headwater.testkit.Clip;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Recordings of streams on one loop, on a disk that can fail. */
final class RecordRig implements AutoCloseable {
    static final StreamKey SHOW = new StreamKey("live", "show");
    static final RecordSettings ON = new RecordSettings(true, Duration.ZERO, 0, 8 << 20, 10, 0);

    final FakeDisk disk = new FakeDisk();
    final List<RecordedFile> whole = new CopyOnWriteArrayList<>();
    final Recordings recordings;
    volatile RecordSettings settings = ON;
    private final Vertx vertx = Vertx.vertx();
    private final EventExecutor loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    private final MetricsRegistry registry = new MetricsRegistry();
    private final Path folder;

    RecordRig(Path folder) {
        this.folder = folder;
        var metrics = new NodeMetrics(registry.registry(), new NodeTags("a", "b", "c", "d"));
        recordings = new Recordings(new RecordFolder(folder, disk), app -> settings, metrics.record, whole::add);
    }

    /** A stream that is published from now on. */
    LiveStream stream() {
        return stream(SHOW);
    }

    LiveStream stream(StreamKey key) {
        var hub = new HubSettings(
                Duration.ofSeconds(10),
                () -> 16 << 20,
                Duration.ofSeconds(4),
                1 << 20,
                Duration.ofSeconds(10),
                app -> FanoutSettings.UNGATHERED,
                System::nanoTime,
                HubMetrics.NONE);
        var stream = new LiveStream(key, loop, new Hub(hub), players -> {});
        recordings.begin(stream);
        return stream;
    }

    static List<MediaFrame> frames(Clip clip) {
        return frames(clip.file());
    }

    static List<MediaFrame> frames(Path file) {
        var frames = new ArrayList<MediaFrame>();
        try {
            new FlvReader(1 << 20, frames::add).read(Unpooled.wrappedBuffer(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    /** What there is to see and hear of them. */
    static List<MediaFrame> media(List<MediaFrame> frames) {
        return frames.stream()
                .filter(frame -> frame.kind() != FrameKind.DATA && !StreamHeaders.isHeader(frame))
                .filter(frame -> !frame.isEndOfSequence())
                .toList();
    }

    /** Of their payloads: a list of those themselves would be pages when a test fails. */
    static List<Integer> hashes(List<MediaFrame> frames) {
        return frames.stream().map(frame -> Arrays.hashCode(frame.payload())).toList();
    }

    /** Each with a batch of its own. */
    void publish(LiveStream stream, List<MediaFrame> frames) {
        loop.submit(() -> frames.forEach(frame -> {
                    stream.publish(frame);
                    stream.flush();
                }))
                .syncUninterruptibly();
    }

    /** The same, so much later on the timeline. */
    static List<MediaFrame> later(List<MediaFrame> frames, long ms) {
        return frames.stream().map(frame -> frame.at(frame.timestampMs() + ms)).toList();
    }

    void end(LiveStream stream) {
        loop.submit(() -> stream.end(EndReason.UNPUBLISHED)).syncUninterruptibly();
    }

    /** Ends it and waits until nothing of it is written any more. */
    void endWhole(LiveStream stream) {
        end(stream);
        await().until(() -> recordings.state(stream).isEmpty());
    }

    double metric(String name) {
        return registry.registry().get(name).meters().stream()
                .flatMap(meter -> Stream.ofNullable(meter.measure().iterator().next()))
                .mapToDouble(measurement -> measurement.getValue())
                .sum();
    }

    /** Every file below the folder, by name. */
    List<String> files() {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertBeginsWithAPicture(RecordedFile file) {
        var frames = frames(file.file());
        var first = media(frames).getFirst();
        assertThat(first.isKeyFrame() && GopCache.isKeyFrame(first)).isTrue();
        assertThat(first.timestampMs()).isZero();
        assertThat(frames.getFirst().isMetadata()).isTrue();
        assertThat(frames.stream().takeWhile(frame -> frame != first).filter(MediaFrame::isSequenceHeader))
                .isNotEmpty();
    }

    @Override
    public void close() {
        disk.release();
        recordings.close().await();
        registry.close();
        vertx.close().await();
    }
}
