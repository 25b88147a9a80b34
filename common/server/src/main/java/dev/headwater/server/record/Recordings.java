package dev.headwater.server.record;

import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.metrics.RecordMeters;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams of a node that are recorded. Thread-safe. Bounded by the publishers' connections. */
public final class Recordings {
    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

    private final RecordFolder folder;
    private final Function<String, RecordSettings> settings;
    private final RecordMeters metrics;
    private final Consumer<RecordedFile> whole;
    private final RecordingLimiter limiter = new RecordingLimiter();
    private final ConcurrentMap<LiveStream, StreamRecorder> recorders = new ConcurrentHashMap<>();

    /**
     * @param folder that all of them are in
     * @param settings by app, as they are now
     * @param whole called with each file that is, on any thread; must not block
     */
    public Recordings(
            Path folder,
            Function<String, RecordSettings> settings,
            RecordMeters metrics,
            Consumer<RecordedFile> whole) {
        this(new RecordFolder(folder, Disk.LOCAL), settings, metrics, whole);
    }

    Recordings(
            RecordFolder folder,
            Function<String, RecordSettings> settings,
            RecordMeters metrics,
            Consumer<RecordedFile> whole) {
        this.folder = folder;
        this.settings = settings;
        this.metrics = metrics;
        this.whole = whole;
        metrics.of(
                limiter::taken,
                () -> recorders.values().stream()
                        .filter(recorder -> recorder.state().fault().isPresent())
                        .count(),
                () -> recorders.values().stream()
                        .mapToLong(StreamRecorder::waitingBytes)
                        .sum());
    }

    /** Gives what a process that died has left over the names of whole files. Blocks. */
    public void finishLeftOvers() {
        folder.finishLeftOvers();
    }

    /** A stream is published here: it is recorded from its first frame on if its app is. */
    public void begin(LiveStream stream) {
        if (settings.apply(stream.key().app()).isOn()) {
            recorders.computeIfAbsent(stream, this::recorder).look();
        }
    }

    /** The settings are others: what is to be recorded of the streams that are published here is, from its newest key frame on. */
    public void changed(Collection<LiveStream> published) {
        recorders.values().forEach(StreamRecorder::look);
        published.forEach(this::begin);
    }

    private StreamRecorder recorder(LiveStream stream) {
        var recorder = new StreamRecorder(
                stream, folder, () -> settings.apply(stream.key().app()), limiter, metrics, this::whole);
        recorder.gone().onComplete(gone -> recorders.remove(stream, recorder));
        return recorder;
    }

    private void whole(RecordedFile file) {
        LOG.info(
                "stream={} epoch={} recorded {} ms in {}, {} bytes",
                file.stream(),
                file.epoch(),
                file.durationMs(),
                file.path(),
                file.bytes());
        metrics.whole(file.bytes());
        whole.accept(file);
    }

    /** Empty if the stream is not to be recorded. */
    public Optional<RecordingState> state(LiveStream stream) {
        return Optional.ofNullable(recorders.get(stream)).map(StreamRecorder::state);
    }

    /** Ends all of them. Completes when their files are whole. */
    public Future<?> close() {
        var all = List.copyOf(recorders.values());
        all.forEach(StreamRecorder::stop);
        return Future.join(all.stream().map(StreamRecorder::gone).toList());
    }
}
