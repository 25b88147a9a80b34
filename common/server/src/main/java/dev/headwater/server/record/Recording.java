package dev.headwater.server.record;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.FrameTap;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream is recorded, until it ends or the disk fails. Fed on the stream's loop, which counts and never waits; a thread of its own
 * writes.
 */
final class Recording implements FrameTap {
    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

    /** Counted for each frame beside its payload. */
    private static final int FRAME_BYTES = 64;

    /** Written at once, if the disk is late. */
    private static final long GATHERED_BYTES = 256 << 10;

    private final FileSeries files;
    private final Path folder;
    private final LongSupplier maxWaitingBytes;
    private final LinkedTransferQueue<Step> steps = new LinkedTransferQueue<>(); // bounded by the bytes that wait
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Promise<Void> over = Promise.promise();
    private final Promise<Void> closed = Promise.promise();

    /** What its thread is to do. */
    private sealed interface Step {
        record Write(List<MediaFrame> frames, long bytes) implements Step {}

        record Finish() implements Step {}
    }

    /**
     * @param folder for messages
     * @param maxWaitingBytes {@code record.max-waiting-bytes} as it is now
     */
    Recording(FileSeries files, Path folder, LongSupplier maxWaitingBytes) {
        this.files = files;
        this.folder = folder;
        this.maxWaitingBytes = maxWaitingBytes;
    }

    /** Begins to write, on a platform thread: a write that hangs would hold a carrier of all virtual threads. */
    void start(String name) {
        Thread.ofPlatform().daemon().name("record " + name).start(this::run);
    }

    /** Completes when nothing more is taken; fails with {@link RecordException} if that is for a fault. On any thread. */
    Future<Void> over() {
        return over.future();
    }

    /** Completes after that, when nothing more is written. On any thread. */
    Future<Void> closed() {
        return closed.future();
    }

    /** Of the file that is written now, below the folder of all. Any thread. */
    Optional<Path> path() {
        return files.path();
    }

    /** Any thread. */
    long waitingBytes() {
        return waitingBytes.get();
    }

    // ---- the stream's loop --------------------------------------------------------------------------------------

    @Override
    public void frames(List<MediaFrame> batch) {
        if (over.future().isComplete()) {
            return;
        }
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            bytes += FRAME_BYTES + batch.get(i).payload().length;
        }
        long before = waitingBytes.getAndAdd(bytes);
        if (before > 0 && before + bytes > maxWaitingBytes.getAsLong()) { // what a stream starts with may be more
            waitingBytes.addAndGet(-bytes);
            fail(new RecordException(
                    RecordFault.SLOW,
                    "%s: %d bytes wait for the disk: record.max-waiting-bytes=%d"
                            .formatted(folder, before, maxWaitingBytes.getAsLong())));
        } else {
            steps.add(new Step.Write(batch, bytes));
        }
    }

    @Override
    public void ended(EndReason reason) {
        finish();
    }

    /** Ends the file with what there is. Idempotent. */
    void finish() {
        if (over.tryComplete()) {
            steps.add(new Step.Finish());
        }
    }

    private void fail(RecordException cause) {
        if (over.tryFail(cause)) {
            steps.add(new Step.Finish());
        }
    }

    // ---- its thread ---------------------------------------------------------------------------------------------

    private void run() {
        try {
            writeAll();
        } catch (IOException e) {
            fail(RecordException.of(e, path().map(folder::resolve).orElse(folder)));
        } catch (InterruptedException | RuntimeException e) {
            LOG.error("recording in {} failed on our side", folder, e);
            fail(new RecordException(RecordFault.FAILED, folder + ": " + e));
        } finally {
            files.salvage(); // nothing, if all went well
            closed.complete();
        }
    }

    private void writeAll() throws IOException, InterruptedException {
        long gatheredBytes = 0;
        while (steps.take() instanceof Step.Write(List<MediaFrame> frames, long bytes)) {
            for (MediaFrame frame : frames) {
                files.add(frame);
            }
            gatheredBytes += bytes;
            if (steps.isEmpty() || gatheredBytes >= GATHERED_BYTES) {
                files.flush();
                waitingBytes.addAndGet(-gatheredBytes);
                gatheredBytes = 0;
            }
        }
        files.end();
    }
}
