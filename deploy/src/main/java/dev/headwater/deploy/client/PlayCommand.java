package dev.headwater.deploy.client;

import dev.headwater.loadtest.client.PlayerEvents;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.command.DurationConverter;
import dev.headwater.loadtest.command.StreamUrlConverter;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater play}. */
@Command(
        name = "play",
        description =
                "Write a stream to an FLV file, from its first frame on, until it ends, for a time, or until Ctrl-C.",
        footer = {"", "Exit status: 0 if the stream ended or --for is over, 1 if it was not to be had or broke off."},
        mixinStandardHelpOptions = true)
public final class PlayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "URL",
            converter = StreamUrlConverter.class,
            description =
                    "rtmp://host/app/name, http://host/app/name.flv or ws://host/app/name.flv; or rtmps, https, wss.")
    private StreamUrl url = StreamUrl.parse("rtmp://127.0.0.1/live/name");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The file; it is overwritten.")
    private Path output = Path.of("");

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long, from the first frame on: 30s, 5m.")
    private Optional<Duration> time = Optional.empty();

    @Mixin
    private StreamOptions options = new StreamOptions();

    private final Timeline timeline = new Timeline();
    private long frames; // of media
    private long bytes;

    @Override
    public Integer call() throws InterruptedException {
        try (var client = options.open(url);
                var file = Files.newOutputStream(output)) {
            var queue = new FrameQueue();
            var player = client.play(queue);
            String why = write(queue, file);
            client.onLoop(() -> {
                player.close();
                return "";
            });
            var out = spec.commandLine().getOut();
            out.printf("wrote %d frames, %d bytes to %s: %s%n", frames, bytes, output, why);
            out.flush();
            return 0;
        } catch (IOException e) {
            throw new StreamFailure("%s cannot be written: %s".formatted(output, e.getMessage()));
        }
    }

    /** @return why it ended */
    private String write(FrameQueue queue, OutputStream file) throws InterruptedException, IOException {
        long patienceEnd = System.nanoTime() + options.timeout().toNanos();
        long end = 0;
        write(header(), file);
        while (true) {
            var frame = queue.next();
            if (frame.isPresent()) {
                write(tag(frame.get()), file);
                if (Timeline.isMedia(frame.get()) && frames++ == 0 && time.isPresent()) {
                    end = System.nanoTime() + time.get().toNanos();
                }
            }
            if (queue.isOverrun()) {
                throw new StreamFailure("%s is written more slowly than the stream comes".formatted(output));
            }
            if (end != 0 && System.nanoTime() - end >= 0) {
                return "--for is over";
            }
            var over = queue.end();
            if (over.isPresent()) {
                return orFailure(over.get());
            }
            if (frames == 0 && System.nanoTime() - patienceEnd >= 0) {
                throw new StreamFailure("%s: no frame within %d s%s"
                        .formatted(
                                url.plain(),
                                options.timeout().toSeconds(),
                                queue.hasStarted() ? "" : "; the server did not answer the play"));
            }
        }
    }

    /** @return the reason, if the stream came to its end; what came before anything else remains in the file */
    private String orFailure(String reason) {
        if (frames == 0) {
            throw new StreamFailure("%s: %s".formatted(url.plain(), reason));
        }
        if (!reason.startsWith(PlayerEvents.STREAM_ENDED)) {
            throw new StreamFailure(
                    "%s: after %d frames, which are in %s: %s".formatted(url.plain(), frames, output, reason));
        }
        return reason;
    }

    private static ByteBuf header() {
        var header = Unpooled.buffer();
        FlvWriter.encodeHeader(true, true, header); // what it has is known only when it has come
        return header;
    }

    /** On the file's own timeline. */
    private ByteBuf tag(MediaFrame frame) {
        var tag = Unpooled.buffer(FlvWriter.encodedSize(frame));
        FlvWriter.encodeTag(frame.at(timeline.at(frame)), tag);
        return tag;
    }

    private void write(ByteBuf piece, OutputStream file) throws IOException {
        bytes += piece.readableBytes();
        piece.readBytes(file, piece.readableBytes());
    }
}
