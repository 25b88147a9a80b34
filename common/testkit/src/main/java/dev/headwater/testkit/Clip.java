package dev.headwater.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Eight seconds of test picture and tone in an FLV file, encoded once per build: 320x180, 25 frames a second, a key
 * frame every second. Publishing a clip copies it and so costs next to no CPU.
 */
public enum Clip {
    /** H.264 with B-frames and AAC: legacy FLV tags. */
    H264_AAC("-c:v libx264 -preset veryfast -bf 2 -sc_threshold 0", "-c:a aac"),
    /** HEVC and AAC: video by Enhanced RTMP. */
    HEVC_AAC("-c:v libx265 -preset ultrafast -x265-params scenecut=0:log-level=error", "-c:a aac"),
    /** AV1 and Opus: both by Enhanced RTMP. */
    AV1_OPUS("-c:v libsvtav1 -preset 12", "-c:a libopus"),
    /** H.264 with B-frames and MP3: legacy FLV tags. */
    H264_MP3("-c:v libx264 -preset veryfast -bf 2 -sc_threshold 0", "-c:a libmp3lame"),
    /** AAC alone. */
    AAC("", "-c:a aac"),
    /** H.264 alone, without B-frames. */
    H264("-c:v libx264 -preset veryfast -bf 0 -sc_threshold 0", "");

    /** How long every clip is. */
    public static final Duration LENGTH = Duration.ofSeconds(8);

    private static final ConcurrentMap<Clip, Path> FILES = new ConcurrentHashMap<>();

    private static final String PICTURE = "-f lavfi -i testsrc2=size=320x180:rate=25";
    private static final String TONE = "-f lavfi -i sine=frequency=440:sample_rate=48000";
    private static final String GOP_OF_ONE_SECOND = "-g 25 -keyint_min 25 -b:v 300k -pix_fmt yuv420p";

    private final String video;
    private final String audio;

    Clip(String video, String audio) {
        this.video = video;
        this.audio = audio;
    }

    public boolean hasVideo() {
        return !video.isEmpty();
    }

    public boolean hasAudio() {
        return !audio.isEmpty();
    }

    /** The FLV file; the first caller of the whole build makes it, on one core's few hundred milliseconds. Thread-safe. */
    public Path file() {
        return FILES.computeIfAbsent(this, Clip::made);
    }

    /** A lock on a file is for processes: threads of one may not come with a second. */
    private Path made() {
        String name = name().toLowerCase(Locale.ROOT);
        try {
            var folder = Files.createDirectories(topFolder().resolve("target").resolve("clips"));
            var file = folder.resolve(name + ".flv");
            try (var lock = FileChannel.open(
                    folder.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                if (Files.notExists(file)) {
                    var unfinished = folder.resolve(file.getFileName() + ".part");
                    Ffmpeg.shipped().start(encode(unfinished)).awaitSuccess(Duration.ofMinutes(1));
                    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its packets as a perfect server would deliver them. */
    public List<Packet> packets() {
        return Ffmpeg.shipped().packets(file().toString());
    }

    private List<String> encode(Path file) {
        var options = new StringJoiner(" ").add("-y");
        if (hasVideo()) {
            options.add(PICTURE);
        }
        if (hasAudio()) {
            options.add(TONE);
        }
        options.add("-t").add(Long.toString(LENGTH.toSeconds()));
        if (hasVideo()) {
            options.add(video).add(GOP_OF_ONE_SECOND);
        }
        if (hasAudio()) {
            options.add(audio).add("-b:a 64k");
        }
        var arguments = new ArrayList<>(List.of(options.add("-f flv").toString().split(" ")));
        arguments.add(file.toString());
        return arguments;
    }

    /** The outermost Maven folder above the module under test, so that all modules share the clips. */
    private static Path topFolder() {
        var top = Path.of("").toAbsolutePath();
        while (top.getParent() != null && Files.exists(top.getParent().resolve("pom.xml"))) {
            top = top.getParent();
        }
        return top;
    }
}
