package dev.headwater.loadtest.source;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvException;
import dev.headwater.media.flv.FlvReader;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A real file, again and again; its timestamps go on over the seam. Confined to the publisher's event loop; the file is
 * read once, whatever the number of publishers.
 *
 * <p>AVC frames carry their stamp in an SEI message, which decoders pass over ({@link SendStamp}); other codecs travel
 * untouched, and their latency is not measured.
 */
public final class FlvLoop implements Source {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final File file;
    private int next;
    private long loopStartMs;
    private long sequence;

    private FlvLoop(File file) {
        this.file = file;
    }

    /** A file in memory. Thread-safe. */
    public static final class File {
        private static final int MAX_TAG_BYTES = 16 << 20;
        private static final long MAX_FILE_BYTES = 512L << 20;

        /** From the last frame of a loop to the first of the next one, if the file does not tell. */
        private static final long DEFAULT_FRAME_MS = 40;

        private record Entry(MediaFrame frame, Stampable stampable) {}

        private final List<MediaFrame> headers;
        private final List<Entry> entries;
        private final long lengthMs;

        private File(List<MediaFrame> headers, List<MediaFrame> frames) {
            long first = frames.getFirst().timestampMs();
            this.headers = headers.stream().map(header -> header.at(0)).toList();
            entries = frames.stream()
                    .filter(frame -> !frame.isEndOfSequence()) // it goes on
                    .map(frame -> frame.at(Math.max(frame.timestampMs() - first, 0)))
                    .sorted(Comparator.comparingLong(MediaFrame::timestampMs)) // muxers interleave roughly
                    .map(frame -> new Entry(frame, Stampable.of(frame.payload())))
                    .toList();
            lengthMs = lastTimestampMs() + frameMs();
        }

        /** @throws IllegalArgumentException if this is no file that can be published */
        public static File read(Path path) {
            var frames = new ArrayList<MediaFrame>();
            try {
                if (Files.size(path) > MAX_FILE_BYTES) {
                    throw new IllegalArgumentException(
                            "%s is larger than %d MiB".formatted(path, MAX_FILE_BYTES >> 20));
                }
                new FlvReader(MAX_TAG_BYTES, frames::add).read(Unpooled.wrappedBuffer(Files.readAllBytes(path)));
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot read " + e.getMessage(), e);
            } catch (FlvException e) {
                throw new IllegalArgumentException("%s is no FLV file: %s".formatted(path, e.getMessage()), e);
            }
            int headers = 0;
            while (headers < frames.size() && isHeader(frames.get(headers))) {
                headers++;
            }
            if (headers == frames.size()) {
                throw new IllegalArgumentException(path + " has no audio and no video");
            }
            return new File(frames.subList(0, headers), frames.subList(headers, frames.size()));
        }

        /** A publisher's way through the file, from its start. */
        public Source source() {
            return new FlvLoop(this);
        }

        private static boolean isHeader(MediaFrame frame) {
            return frame.kind() == FrameKind.DATA || frame.isSequenceHeader() || frame.payload().length == 0;
        }

        private long lastTimestampMs() {
            return entries.stream()
                    .mapToLong(entry -> entry.frame().timestampMs())
                    .max()
                    .orElse(0);
        }

        /** A frame's share of the time, as the frames of the last one's kind have it. */
        private long frameMs() {
            var kind = entries.getLast().frame().kind();
            long count = entries.stream()
                    .filter(entry -> entry.frame().kind() == kind)
                    .count();
            return count > 1 ? Math.max(lastTimestampMs() / (count - 1), 1) : DEFAULT_FRAME_MS;
        }
    }

    @Override
    public List<MediaFrame> headers() {
        return file.headers;
    }

    @Override
    public long nextDueNanos() {
        return timestampMs() * NANOS_PER_MILLI;
    }

    @Override
    public MediaFrame next() {
        var entry = file.entries.get(next);
        long timestampMs = timestampMs();
        next++;
        if (next == file.entries.size()) {
            next = 0;
            loopStartMs += file.lengthMs;
        }
        var frame = entry.frame();
        return frame.kind() == FrameKind.VIDEO && entry.stampable().canCarryStamp()
                ? MediaFrame.of(frame.kind(), timestampMs, entry.stampable().stamped(sequence++))
                : frame.at(timestampMs);
    }

    private long timestampMs() {
        return loopStartMs + file.entries.get(next).frame().timestampMs();
    }
}
