package dev.headwater.server.record;

import java.util.Optional;

/**
 * How the recording of a stream stands.
 *
 * @param file that is written, below the folder of all; empty before the stream's first frame and while a fault lasts
 * @param fault why none is; empty if all is well
 */
public record RecordingState(Optional<String> file, Optional<String> fault) {}
