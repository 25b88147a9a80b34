package dev.headwater.server.record;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/** A stream cannot be recorded now. The message tells what, where and, if there is one, the key to turn. */
final class RecordException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What Linux and macOS say of a disk that is full, and Linux of a quota. */
    private static final String FULL = "No space left on device";

    private static final String OVER_QUOTA = "Disk quota exceeded";

    private final RecordFault fault;

    RecordException(RecordFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    private RecordException(RecordFault fault, String message, IOException cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** @param path what was written, or was to be */
    static RecordException of(IOException cause, Path path) {
        if (cause instanceof RecordException known) {
            return known;
        }
        String reason = cause instanceof FileSystemException ofFile
                ? Optional.ofNullable(ofFile.getReason())
                        .orElse(ofFile.getClass().getSimpleName())
                : String.valueOf(cause.getMessage());
        var fault = reason.contains(FULL) || reason.contains(OVER_QUOTA) ? RecordFault.NO_SPACE : RecordFault.FAILED;
        return new RecordException(fault, path + ": " + reason, cause);
    }

    RecordFault fault() {
        return fault;
    }
}
