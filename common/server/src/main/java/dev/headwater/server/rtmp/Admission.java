package dev.headwater.server.rtmp;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Arrival;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Greeting;
import dev.headwater.server.auth.Verdict;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** Whether a publish or a play may be, and what of the answer may be told, and to whom. */
final class Admission {
    /** To the client, whatever the reason: whether the name or the key is wrong is none of its business. */
    static final String TOLD = "not allowed";

    /** To the client, whichever limit it is. */
    static final String FULL = "no more are taken now";

    private Admission() {}

    /** Who asks. On the connection's event loop. */
    interface Applicant {
        /** Nothing is to be answered any more. */
        boolean isOver();

        /** @param name of the stream, which may be another than was asked for */
        void allowed(StreamKey name);

        void denied(Verdict.Denied denied);

        /** It could not be decided, for a fault of ours. */
        void failed(Throwable cause);
    }

    /** Asks on the connection's event loop and answers there, at once if the answer is known. */
    static void ask(RtmpConnection connection, Attempt attempt, Applicant applicant) {
        onLoop(connection, connection.service().access().decide(attempt, connection.arrival()), verdict -> {
            if (applicant.isOver()) {
                return;
            }
            if (verdict.failed()) {
                applicant.failed(verdict.cause());
                return;
            }
            switch (verdict.result()) {
                case Verdict.Allowed(StreamKey name) -> applicant.allowed(name);
                case Verdict.Denied denied -> applicant.denied(denied);
            }
        });
    }

    /** The same for a client that connects. */
    static void greet(RtmpConnection connection, Arrival arrival, Consumer<AsyncResult<Greeting>> then) {
        onLoop(connection, connection.service().access().greet(arrival), then);
    }

    private static <T> void onLoop(RtmpConnection connection, Future<T> answer, Consumer<AsyncResult<T>> then) {
        if (answer.isComplete()) {
            then.accept(answer);
        } else {
            answer.onComplete(late -> connection.execute(() -> then.accept(late)));
        }
    }

    /** The stream that was asked for, for our log. */
    static String shown(StreamKey asked, Verdict.Denied denied) {
        return denied.isNameSecret() ? hidden(asked) : asked.toString();
    }

    /** Its app: the name may be somebody's key. */
    static String hidden(StreamKey asked) {
        return asked.app() + "/...";
    }
}
