package dev.headwater.server.thumbnail;

import dev.headwater.server.config.ThumbnailConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes a key frame a JPEG by an ffmpeg of its own. Whatever the frame does to it, it may take so much memory, so much time and so many
 * bytes, reads and opens nothing but its standard input, and inherits no variable that holds a secret. Thread-safe.
 */
final class PictureDecoder {
    /** Places in the queue for each process that may run. */
    private static final int WAITING_PER_PROCESS = 16;

    /** A picture of the largest width that can be asked for has less. */
    private static final int MOST_JPEG_BYTES = 4 << 20;

    /** 8192 x 4320: what is larger is not decoded. */
    private static final int MOST_PIXELS = 35_389_440;

    private static final int MOST_COMPLAINT_BYTES = 300;
    private static final Set<String> VARIABLES = Set.of("PATH", "LD_LIBRARY_PATH");

    /** The limits are the shell's, and where a system does not know one it is without: the process that is killed is ffmpeg itself. */
    private static final String WITHIN_LIMITS = "ulimit -v \"$1\"; ulimit -t \"$2\"; ulimit -c 0; shift 2; exec \"$@\"";

    private final Vertx vertx;
    private final Path ffmpeg;
    private final ThumbnailConfig config;
    private final WorkerExecutor workers;
    private final AtomicInteger underWay = new AtomicInteger();

    PictureDecoder(Vertx vertx, Path ffmpeg, ThumbnailConfig config) {
        this.vertx = vertx;
        this.ffmpeg = ffmpeg;
        this.config = config;
        workers = vertx.createSharedWorkerExecutor("thumbnails", config.concurrent());
    }

    /** Fails with {@link NoPictureException} if ffmpeg makes none of it, or too many wait already. */
    Future<Picture> decode(KeyFrame frame) {
        int most = config.concurrent() * (1 + WAITING_PER_PROCESS);
        if (underWay.incrementAndGet() > most) {
            underWay.decrementAndGet();
            return Future.failedFuture(new NoPictureException(
                    "%d pictures wait to be decoded: thumbnail.concurrent=%d".formatted(most, config.concurrent())));
        }
        return workers.executeBlocking(() -> run(frame.flv()), false)
                .onComplete(done -> underWay.decrementAndGet())
                .map(Picture::of);
    }

    private byte[] run(byte[] flv) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command());
        builder.environment().keySet().retainAll(VARIABLES);
        var process = builder.start();
        // by its handle: the process itself would close the streams under the reader's hands
        var handle = process.toHandle();
        long timer = vertx.setTimer(config.timeout().toMillis(), late -> handle.destroyForcibly());
        try {
            write(flv, process.getOutputStream());
            byte[] jpeg = process.getInputStream().readNBytes(MOST_JPEG_BYTES);
            String complaint = new String(
                            process.getErrorStream().readNBytes(MOST_COMPLAINT_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("it says nothing");
            process.destroyForcibly(); // if it has more to say
            int status = process.waitFor();
            if (!isJpeg(jpeg)) {
                throw new NoPictureException("%s: status %d: %s".formatted(ffmpeg, status, complaint));
            }
            return jpeg;
        } finally {
            vertx.cancelTimer(timer);
            process.destroyForcibly();
        }
    }

    /** Of what is cut off at the limit only the start would be one. */
    private static boolean isJpeg(byte[] bytes) {
        return bytes.length > 2
                && bytes.length < MOST_JPEG_BYTES
                && (bytes[0] & 0xFF) == 0xFF
                && (bytes[1] & 0xFF) == 0xD8;
    }

    private static void write(byte[] flv, OutputStream in) {
        try (in) {
            in.write(flv);
        } catch (IOException endedEarly) {
            // it has its picture, or is dead: what it says tells
        }
    }

    private List<String> command() {
        long kibibytes = config.maxMemory() / 1024;
        long seconds = Math.max(1, config.timeout().toSeconds());
        return List.of(
                        ("/bin/sh -c WITHIN_LIMITS ffmpeg %d %d FFMPEG -hide_banner -loglevel error -protocol_whitelist pipe"
                                        + " -max_alloc %d -threads 1 -max_pixels %d -f flv -i pipe:0"
                                        + " -frames:v 1 -an -sn -dn -vf scale=w=min(iw\\,%d):h=-2 -filter_threads 1 -threads 1"
                                        + " -c:v mjpeg -q:v 5 -pix_fmt yuvj420p -f image2pipe pipe:1")
                                .formatted(kibibytes, seconds, config.maxMemory(), MOST_PIXELS, config.width())
                                .split(" "))
                .stream()
                .map(word ->
                        word.equals("WITHIN_LIMITS") ? WITHIN_LIMITS : word.equals("FFMPEG") ? ffmpeg.toString() : word)
                .toList();
    }
}
