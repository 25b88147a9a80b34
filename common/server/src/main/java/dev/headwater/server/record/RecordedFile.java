package dev.headwater.server.record;

import dev.headwater.media.StreamKey;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A file that is whole.
 *
 * @param epoch of the publication that it is of
 * @param folder of all recordings, absolute
 * @param path below that folder
 * @param since when its first frame came
 * @param durationMs from its first frame to its last
 */
public record RecordedFile(
        StreamKey stream, long epoch, Path folder, Path path, Instant since, long durationMs, long bytes) {
    /** Absolute. */
    public Path file() {
        return folder.resolve(path);
    }
}
