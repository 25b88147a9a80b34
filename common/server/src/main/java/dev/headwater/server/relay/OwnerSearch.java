package dev.headwater.server.relay;

import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.AsyncResult;
import java.util.Optional;

/** Asks the directory who owns a stream, one question at a time. Confined to the pull's event loop. */
final class OwnerSearch {
    /** Whom a search tells what it finds, on the pull's loop. */
    interface Seeker {
        /** The answer to the question; nothing follows. */
        void answered(AsyncResult<Optional<StreamRecord>> found);

        /** There is none within {@link NodesView#PATIENCE}, and there may yet be one. */
        void unanswered();

        /** The answer to a question that is not asked any more. */
        void answeredLate(StreamRecord found);
    }

    private final StreamKey key;
    private final EventExecutor loop;
    private final StreamDirectory directory;
    private final Seeker seeker;
    private final LoopTimer patience;
    private int question;
    private boolean asking;

    OwnerSearch(StreamKey key, EventExecutor loop, StreamDirectory directory, Seeker seeker) {
        this.key = key;
        this.loop = loop;
        this.directory = directory;
        this.seeker = seeker;
        this.patience = new LoopTimer(loop);
    }

    /** @param impatient whether the seeker is told when there is no answer within the patience */
    void start(boolean impatient) {
        stop();
        asking = true;
        int thisQuestion = question;
        if (impatient) {
            patience.set(NodesView.PATIENCE, seeker::unanswered);
        }
        directory.find(key).onComplete(found -> loop.execute(() -> answered(thisQuestion, found)));
    }

    /** The question is not asked any more. Idempotent. */
    void stop() {
        question++;
        asking = false;
        patience.cancel();
    }

    boolean isAsking() {
        return asking;
    }

    private void answered(int toQuestion, AsyncResult<Optional<StreamRecord>> found) {
        if (toQuestion == question) {
            stop();
            seeker.answered(found);
        } else if (found.succeeded()) {
            found.result().ifPresent(seeker::answeredLate);
        }
    }
}
