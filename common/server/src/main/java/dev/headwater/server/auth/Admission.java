package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Whether a publish or a play may be, and what of the answer may be told, and to whom. */
public final class Admission {
    /** To the client, whatever the reason: whether the name or the key is wrong is none of its business. */
    public static final String TOLD = "not allowed";

    /** To the client, whichever limit it is. */
    public static final String FULL = "no more are taken now";

    private Admission() {}

    /** Who asks. On its event loop. */
    public interface Requester {
        /** Whether the requester has left or was closed, so that nothing is to be answered any more. */
        boolean isOver();

        /** @param name of the stream, which may be another than was asked for */
        void allowed(StreamKey name);

        /** Allowed, but the requester is over by now: nothing is to be answered, and whoever allowed it must hear that it will not begin. */
        void allowedTooLate(StreamKey name);

        void denied(Verdict.Denied denied);

        /** There is no decision, for a fault of ours. */
        void failed(Throwable cause);
    }

    /**
     * Brings the answer to who asks, on its event loop: at once if it is known.
     *
     * @param loop the requester's; this is called on it
     */
    public static void await(Future<Verdict> answer, Executor loop, Requester requester) {
        await(answer, loop, verdict -> {
            if (requester.isOver()) {
                if (verdict.result() instanceof Verdict.Allowed(StreamKey name)) {
                    requester.allowedTooLate(name);
                }
                return;
            }
            if (verdict.failed()) {
                requester.failed(verdict.cause());
                return;
            }
            switch (verdict.result()) {
                case Verdict.Allowed(StreamKey name) -> requester.allowed(name);
                case Verdict.Denied denied -> requester.denied(denied);
            }
        });
    }

    /** Brings an answer of any kind, failed or not, to {@code then} on the client's event loop: at once if it is known. */
    public static <T> void await(Future<T> answer, Executor loop, Consumer<AsyncResult<T>> then) {
        if (answer.isComplete()) {
            then.accept(answer);
        } else {
            answer.onComplete(late -> loop.execute(() -> then.accept(late)));
        }
    }

    /** The stream that was asked for, for our log. */
    public static String shown(StreamKey asked, Verdict.Denied denied) {
        return denied.isNameSecret() ? hidden(asked) : asked.toString();
    }

    /** Its app: the name may be somebody's key. */
    public static String hidden(StreamKey asked) {
        return asked.app() + "/...";
    }
}
