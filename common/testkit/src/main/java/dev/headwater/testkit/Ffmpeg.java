package dev.headwater.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * A real ffmpeg with its ffprobe: the one that Maven brings, so that no test needs a package of the system, or the
 * system's own ({@link SystemClients}). Thread-safe.
 */
public final class Ffmpeg {
    /** Plenty for a recording of a few seconds on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path ffmpeg;
    private final Path ffprobe;
    private final List<String> playerOptions;

    Ffmpeg(Path ffmpeg, Path ffprobe, List<String> playerOptions) {
        this.ffmpeg = ffmpeg;
        this.ffprobe = ffprobe;
        this.playerOptions = playerOptions;
    }

    /** ffmpeg 8, which knows Enhanced RTMP. Unpacked once per user by JavaCPP. */
    public static Ffmpeg shipped() {
        return Shipped.FFMPEG;
    }

    private static final class Shipped {
        private static final Ffmpeg FFMPEG = find();

        private static Ffmpeg find() {
            var shipped = new Ffmpeg(
                    Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class)),
                    Path.of(Loader.load(org.bytedeco.ffmpeg.ffprobe.class)),
                    List.of("-rtmp_enhanced_codecs", "hvc1,av01,vp09"));
            try (var version = RunningProgram.start(List.of(shipped.ffmpeg.toString(), "-version"))) {
                if (version.awaitExit(PATIENCE) != 0) {
                    throw new IllegalStateException(
                            "ffmpeg of the Maven package does not start; on Debian it wants libxcb1, libxcb-shm0, "
                                    + "libasound2 and libpulse0:\n" + version.output());
                }
            }
            return shipped;
        }
    }

    /** Where the program is. */
    public Path program() {
        return ffmpeg;
    }

    /** Starts ffmpeg with {@code arguments}, quiet but for warnings. */
    public RunningProgram start(List<String> arguments) {
        return RunningProgram.start(command(ffmpeg, arguments));
    }

    /** Publishes {@code clip} once, at its own pace, by copying. Ends by itself. */
    public RunningProgram publishOnce(Clip clip, String url) {
        return start(List.of("-re", "-i", clip.file().toString(), "-c", "copy", "-f", "flv", url));
    }

    /** Publishes {@code clip} again and again, at its own pace, by copying, until it is stopped. */
    public RunningProgram publish(Clip clip, String url) {
        return start(
                List.of("-re", "-stream_loop", "-1", "-i", clip.file().toString(), "-c", "copy", "-f", "flv", url));
    }

    /** Plays {@code url} for {@code length} of its media into an FLV file, by copying. Ends by itself. */
    public RunningProgram record(String url, Duration length, Path file) {
        return play(url, List.of("-t", seconds(length), "-c", "copy", "-y", "-f", "flv", file.toString()));
    }

    /** Plays {@code url} until its end into an FLV file, by copying. */
    public RunningProgram recordAll(String url, Path file) {
        return play(url, List.of("-c", "copy", "-y", "-f", "flv", file.toString()));
    }

    /** Plays {@code url} for {@code length} of its media and throws it away. */
    public RunningProgram watch(String url, Duration length) {
        return play(url, List.of("-t", seconds(length), "-c", "copy", "-f", "null", "-"));
    }

    /** Every packet of {@code input} (a file, or a live URL that ends), untouched ({@code -c copy -f framemd5}). */
    public List<Packet> packets(String input) {
        return framemd5(input, List.of("-c", "copy"));
    }

    /** Every picture and every piece of sound that {@code input} decodes to, by its hash. */
    public List<Packet> decoded(String input) {
        return framemd5(input, List.of("-fps_mode", "passthrough"));
    }

    /** The same of the first {@code length} of {@code input}. */
    public List<Packet> decoded(String input, Duration length) {
        return framemd5(input, List.of("-t", seconds(length), "-fps_mode", "passthrough"));
    }

    /** The packets of the first {@code length} of {@code input}. */
    public List<Packet> packets(String input, Duration length) {
        return framemd5(input, List.of("-t", seconds(length), "-c", "copy"));
    }

    private List<Packet> framemd5(String input, List<String> options) {
        try {
            var file = Files.createTempFile("packets", ".framemd5");
            try {
                var output = new ArrayList<>(options);
                output.addAll(List.of("-map", "0", "-y", "-f", "framemd5", file.toString()));
                try (var program = play(input, output)) {
                    program.awaitSuccess(PATIENCE);
                }
                return Packet.parse(Files.readAllLines(file));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Codec names of the streams of {@code input}, in order, as ffprobe calls them: {@code h264}, {@code aac}. */
    public List<String> codecs(String input) {
        var arguments = new ArrayList<>(inputOptions(input));
        arguments.addAll(List.of("-show_entries", "stream=codec_name", "-of", "default=nw=1:nk=1", input));
        try (var program = RunningProgram.start(command(ffprobe, arguments))) {
            return program.awaitSuccess(PATIENCE)
                    .output()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }

    /** When each packet of {@code input}, a recording of one track or of several, is decoded and shown, as ffprobe finds it. */
    public List<Stamp> stamps(String input) {
        var entries = "packet=codec_type,pts_time,dts_time,flags";
        var arguments = List.of("-show_entries", entries, "-of", "compact=nk=1:p=0", input);
        try (var program = RunningProgram.start(command(ffprobe, arguments))) {
            return program.awaitSuccess(PATIENCE)
                    .output()
                    .lines()
                    .map(line -> line.split("\\|", -1))
                    .filter(fields -> fields.length >= 4)
                    .map(fields -> new Stamp(
                            fields[0].equals("video") ? Packet.Medium.VIDEO : Packet.Medium.AUDIO,
                            Math.round(Double.parseDouble(fields[1]) * 1_000),
                            Math.round(Double.parseDouble(fields[2]) * 1_000),
                            fields[3].startsWith("K")))
                    .toList();
        }
    }

    /** Of one packet, in ms of the recording's own time. */
    public record Stamp(Packet.Medium medium, long ptsMs, long dtsMs, boolean isKey) {}

    private RunningProgram play(String input, List<String> output) {
        var arguments = new ArrayList<>(inputOptions(input));
        arguments.addAll(List.of("-i", input));
        arguments.addAll(output);
        return start(arguments);
    }

    private List<String> inputOptions(String input) {
        if (!input.startsWith("rtmp")) {
            return List.of();
        }
        var options = new ArrayList<>(List.of("-rtmp_live", "live"));
        options.addAll(playerOptions);
        return options;
    }

    private static List<String> command(Path program, List<String> arguments) {
        var command = new ArrayList<>(List.of(program.toString(), "-hide_banner", "-loglevel", "warning"));
        if (program.getFileName().toString().startsWith("ffmpeg")) {
            command.addAll(List.of("-nostdin", "-nostats"));
        }
        command.addAll(arguments);
        return command;
    }

    private static String seconds(Duration length) {
        return length.toMillis() / 1000 + "." + "%03d".formatted(length.toMillisPart());
    }
}
