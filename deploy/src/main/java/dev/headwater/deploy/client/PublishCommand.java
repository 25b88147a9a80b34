package dev.headwater.deploy.client;

import dev.headwater.loadtest.client.PublisherEvents;
import dev.headwater.loadtest.client.PublishingClient;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.command.StreamUrlConverter;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvException;
import dev.headwater.media.flv.FlvReader;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater publish}. */
@Command(
        name = "publish",
        description = "Publish an FLV file at its own pace, as an encoder would. Every codec goes through untouched.",
        mixinStandardHelpOptions = true)
public final class PublishCommand implements Callable<Integer> {
    private static final int MAX_TAG_BYTES = 16 << 20;
    private static final int READ_BYTES = 64 << 10;

    /** From the last frame of the file to the first of its next turn. */
    private static final long SEAM_MS = 40;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE", description = "An FLV file.")
    private Path file = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "URL",
            converter = StreamUrlConverter.class,
            description = "rtmp://host/app/name or rtmps://host/app/name.")
    private StreamUrl url = StreamUrl.parse("rtmp://127.0.0.1/live/name");

    @Option(names = "--loop", description = "Again and again, until Ctrl-C; the timestamps go on.")
    private boolean loop;

    @Mixin
    private StreamOptions options = new StreamOptions();

    private final CompletableFuture<String> started = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Timeline timeline = new Timeline();
    private long startNanos;
    private long turnMs;
    private long lastMs;
    private long frames;
    private long dropped;

    /** What the server says, on the client's loop. */
    private final class Events implements PublisherEvents {
        @Override
        public void started() {
            started.complete("");
        }

        @Override
        public void ended(String reason) {
            ended.complete(reason);
            started.completeExceptionally(new StreamFailure("%s: %s".formatted(url.plain(), reason)));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var client = options.open(url.requirePublishable())) {
            var publisher = client.publish(new Events());
            awaitStart();
            startNanos = System.nanoTime();
            do {
                turn(client, publisher);
            } while (loop);
            awaitTaken(client, publisher);
            client.onLoop(() -> {
                publisher.close();
                return "";
            });
            var out = spec.commandLine().getOut();
            out.printf("published %d frames, %d of them dropped%n", frames, dropped);
            out.flush();
            return 0;
        } catch (IOException e) {
            throw new StreamFailure("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private void awaitStart() throws InterruptedException {
        try {
            started.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StreamFailure failure ? failure : new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new StreamFailure("%s: the server did not answer the publish within %d s"
                    .formatted(url.plain(), options.timeout().toSeconds()));
        }
    }

    /** The file once, from its begin to its end. */
    private void turn(OneClient client, PublishingClient publisher) throws IOException, InterruptedException {
        Queue<MediaFrame> read = new ArrayDeque<>();
        var reader = new FlvReader(MAX_TAG_BYTES, read::add);
        long before = frames;
        try (var in = Files.newInputStream(file)) {
            while (readOn(in, reader)) {
                for (var frame = read.poll(); frame != null; frame = read.poll()) {
                    send(client, publisher, frame);
                }
            }
        } catch (FlvException e) {
            throw new StreamFailure("%s: %s".formatted(file, e.getMessage()));
        }
        if (frames == before) {
            throw new StreamFailure(file + ": no frame in it");
        }
        turnMs = lastMs + SEAM_MS;
    }

    private static boolean readOn(InputStream in, FlvReader reader) throws IOException {
        byte[] piece = in.readNBytes(READ_BYTES);
        reader.read(Unpooled.wrappedBuffer(piece));
        return piece.length > 0;
    }

    private void send(OneClient client, PublishingClient publisher, MediaFrame frame) throws InterruptedException {
        if (loop && frame.isEndOfSequence()) {
            return; // it goes on
        }
        var timed = frame.at(turnMs + timeline.at(frame));
        awaitTime(timed.timestampMs());
        int sent = client.onLoop(() -> {
            int taken = publisher.send(timed);
            publisher.flush();
            return taken;
        });
        lastMs = Math.max(lastMs, timed.timestampMs());
        frames++;
        dropped += sent == 0 && frame.payload().length > 0 ? 1 : 0;
    }

    /** Until the frame is due, or the server has ended it. */
    private void awaitTime(long dueMs) throws InterruptedException {
        long leftNanos = startNanos + Duration.ofMillis(dueMs).toNanos() - System.nanoTime();
        try {
            String reason = ended.get(Math.max(0, leftNanos), TimeUnit.NANOSECONDS);
            throw broken(reason);
        } catch (TimeoutException due) {
            // as it should be
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        }
    }

    /** Closing throws away what the socket has not taken yet. */
    private void awaitTaken(OneClient client, PublishingClient publisher) throws InterruptedException {
        var taken = new CompletableFuture<String>();
        client.onLoop(() -> {
            publisher.flush(() -> taken.complete(""));
            return "";
        });
        try {
            var _ = CompletableFuture.anyOf(taken, ended).get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw broken("the server did not take the last of them within %d s"
                    .formatted(options.timeout().toSeconds()));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes them so
        }
        if (!taken.isDone()) {
            throw broken(ended.join());
        }
    }

    private StreamFailure broken(String reason) {
        return new StreamFailure("%s: after %d frames: %s".formatted(url.plain(), frames, reason));
    }
}
