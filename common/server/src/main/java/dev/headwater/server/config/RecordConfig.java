package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Recordings, which the origin makes that owns the stream. */
@Doc("Recordings, made by the origin that owns the stream; [recording.md](recording.md) tells how.")
public interface RecordConfig extends AppRecordConfig {
    @Doc("The folder that recordings are in, those of each app in a folder of its own. It is made if it is not there.")
    @NeedsRestart
    Optional<@WithConverter(PathConverter.class) Path> folder();

    @Doc("Most streams that are recorded at once; others wait for a place.")
    @WithDefault("100")
    @Range(min = "1", max = "100000")
    int maxRecordings();

    @Doc(
            "Most bytes of one stream that wait for a disk that is slow; over it, the file ends and another one begins when all of them are written.")
    @WithDefault("8MiB")
    @Range(min = "64KiB", max = "2047MiB")
    @WithConverter(ByteSizeConverter.class)
    int maxWaitingBytes();

    @Doc("What recordings leave free on their disk; below it, files end and none begins. `0` uses all of it.")
    @WithDefault("256MiB")
    @Range(min = "0", max = "1024TiB")
    @WithConverter(DiskSizeConverter.class)
    long keepFree();
}
