package dev.headwater.server.relay;

import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.AsyncResult;
import java.util.Optional;

/**
 * Asks the directory who owns a stream, one question at a time. While it does not answer, its last word stands. Confined to the
 * pull's event loop.
 */
final class OwnerSearch {
    /** Whom a search tells what it finds, on the pull's loop. */
    interface Seeker {
        void found(StreamRecord owner);

        /** There is no owner. */
        void foundNobody();

        /** The answer to a question that is not asked any more, and news. */
        void recordChanged(StreamRecord record);
    }

    private final StreamKey key;
    private final EventExecutor loop;
    private final StreamDirectory directory;
    private final Owners owners;
    private final PullJournal journal;
    private final Seeker seeker;
    private final LoopTimer patience;
    private int question;
    private boolean asking;

    /** @param owners is told what the directory says */
    OwnerSearch(
            StreamKey key,
            EventExecutor loop,
            StreamDirectory directory,
            Owners owners,
            PullJournal journal,
            Seeker seeker) {
        this.key = key;
        this.loop = loop;
        this.directory = directory;
        this.owners = owners;
        this.journal = journal;
        this.seeker = seeker;
        this.patience = new LoopTimer(loop);
    }

    /** An owner that is known is asked for no longer than {@link NodesView#PATIENCE}: the member for this stream may be frozen. */
    void start() {
        stop();
        asking = true;
        int thisQuestion = question;
        if (owners.named().isPresent()) {
            patience.set(NodesView.PATIENCE, this::unanswered);
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

    private void unanswered() {
        journal.directorySilent();
        owners.named().ifPresent(seeker::found);
    }

    private void answered(int toQuestion, AsyncResult<Optional<StreamRecord>> found) {
        if (toQuestion != question) {
            answeredLate(found);
            return;
        }
        stop();
        if (found.succeeded()) {
            owners.found(found.result());
        } else {
            journal.directoryFailed(found.cause());
        }
        owners.named().ifPresentOrElse(seeker::found, seeker::foundNobody);
    }

    private void answeredLate(AsyncResult<Optional<StreamRecord>> found) {
        if (found.succeeded()) {
            found.result().filter(owners::surpassesNamed).ifPresent(seeker::recordChanged);
        }
    }
}
