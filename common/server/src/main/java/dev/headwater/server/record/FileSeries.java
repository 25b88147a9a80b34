package dev.headwater.server.record;

import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import dev.headwater.media.hub.LiveStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one recording, one after the other. Each begins with the metadata, has the headers of picture and of sound where they begin
 * in it, and shows the picture from its first key frame on. Its methods block; confined to the recording's thread but for {@link #path}.
 */
final class FileSeries {
    private static final Logger LOG = LoggerFactory.getLogger(FileSeries.class);

    /** How much is written between two looks at what is free. */
    private static final long LOOK_BYTES = 4 << 20;

    /** Without a frame of it for so long, there is no picture for now: as the hub has it. */
    private static final long PICTURE_GONE_MS = 5_000;

    /** Without a key frame for so long, as with intra refresh, there is none to wait for. At 1 fps, 250 frames between two are 4 minutes. */
    private static final long KEYS_GONE_MS = 300_000;

    private final LiveStream stream;
    private final RecordFolder folder;
    private final Supplier<RecordSettings> settings;
    private final Consumer<RecordedFile> whole;
    private final StreamHeaders headers = new StreamHeaders();
    private @Nullable RecordFile file;
    private long lookedAtBytes;
    private long videoMs = -1;
    private long keyMs = -1; // or where the picture came
    private Instant since = Instant.EPOCH;
    private volatile Optional<Path> path = Optional.empty(); // any thread

    /**
     * @param settings as they are now
     * @param whole called with each file that is
     */
    FileSeries(
            LiveStream stream, RecordFolder folder, Supplier<RecordSettings> settings, Consumer<RecordedFile> whole) {
        this.stream = stream;
        this.folder = folder;
        this.settings = settings;
        this.whole = whole;
    }

    /** Of the file that is written now, below the folder of all. Any thread. */
    Optional<Path> path() {
        return path;
    }

    /** Appends the frame, at the begin of a new file if it is time for one. */
    void add(MediaFrame frame) throws IOException {
        if (StreamHeaders.isHeader(frame) || frame.isClearMetadata()) {
            addHeader(frame);
            return;
        }
        headers.passed(frame);
        notePicture(frame);
        if (file != null && isFull(file, frame) && canBeginWith(frame)) {
            end();
        }
        if (file == null) {
            if (!canBeginWith(frame)) {
                return;
            }
            file = begin(frame.timestampMs());
        }
        if (!file.has(frame.kind())) {
            if (frame.kind() == FrameKind.VIDEO && !canBeginWith(frame)) {
                return;
            }
            writeHeaders(file, frame.kind(), frame.timestampMs());
        }
        file.write(frame);
    }

    private void addHeader(MediaFrame header) {
        boolean isNew = headers.offer(header) == StreamHeaders.Offer.CHANGED;
        if (isNew && file != null && (header.isMetadata() || file.has(header.kind()))) {
            file.write(header);
        }
    }

    private void notePicture(MediaFrame frame) {
        if (frame.kind() == FrameKind.VIDEO && frame.isCoded()) {
            if (GopCache.isKeyFrame(frame) || isPictureGone(frame)) {
                keyMs = frame.timestampMs();
            }
            videoMs = frame.timestampMs();
        }
    }

    private boolean isPictureGone(MediaFrame now) {
        return videoMs < 0 || now.timestampMs() - videoMs > PICTURE_GONE_MS;
    }

    private boolean isFull(RecordFile now, MediaFrame frame) {
        var most = settings.get();
        long maxMs = most.maxDuration().toMillis();
        return (maxMs > 0 && now.durationMs(frame) >= maxMs) || (most.maxBytes() > 0 && now.bytes() >= most.maxBytes());
    }

    /** While there are pictures, a file that follows another begins with one: with a key frame, if any come. */
    private boolean canBeginWith(MediaFrame frame) {
        return switch (frame.kind()) {
            case VIDEO -> GopCache.isKeyFrame(frame) || (frame.isCoded() && frame.timestampMs() - keyMs > KEYS_GONE_MS);
            case AUDIO -> file == null || !file.has(FrameKind.VIDEO) || isPictureGone(frame);
            case DATA -> false;
        };
    }

    private RecordFile begin(long zeroMs) throws IOException {
        boolean isFirst = since.equals(Instant.EPOCH);
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        since = now.isAfter(since) ? now : since.plusMillis(1); // no two have one name
        var next = folder.create(stream, since, zeroMs, settings.get().keepFree());
        lookedAtBytes = 0;
        if (isFirst) {
            LOG.info("stream={} epoch={} is recorded, first in {}", stream.key(), stream.epoch(), next.path());
        }
        path = Optional.of(next.path());
        writeHeaders(next, FrameKind.DATA, zeroMs);
        return next;
    }

    private void writeHeaders(RecordFile to, FrameKind kind, long ms) {
        for (MediaFrame header : headers.all()) {
            if (header.kind() == kind) {
                to.write(header.at(ms));
            }
        }
    }

    /** Hands what was added to the disk. */
    void flush() throws IOException {
        if (file != null) {
            file.flush();
            if (file.bytes() - lookedAtBytes >= LOOK_BYTES) {
                lookedAtBytes = file.bytes();
                folder.checkRoom(settings.get().keepFree());
            }
        }
    }

    /** The file is whole. A frame that is added begins another one. */
    void end() throws IOException {
        if (file != null) {
            whole.accept(file.finish());
            file = null;
            path = Optional.empty();
        }
    }

    /** The disk failed: keeps what it can of the file. Never throws. */
    void salvage() {
        path = Optional.empty();
        if (file != null) {
            file.salvage().ifPresent(whole);
            file = null;
        }
    }
}
