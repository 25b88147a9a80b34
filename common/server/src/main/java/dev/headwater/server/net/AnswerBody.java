package dev.headwater.server.net;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** The body of an answer to a request of ours, read no further than it may be long. */
public final class AnswerBody {
    private AnswerBody() {}

    /** The body was longer; the message says than what. */
    public static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooLong(int mostBytes) {
            super("the answer is longer than %d bytes".formatted(mostBytes), null, false, false);
        }
    }

    /** Fails with {@link TooLong}, and gives the connection up, if the body is longer than {@code mostBytes}. */
    public static Future<Buffer> read(HttpClientResponse response, int mostBytes) {
        Promise<Buffer> whole = Promise.promise();
        var body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > mostBytes) {
                whole.tryFail(new TooLong(mostBytes));
                response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.end().onSuccess(end -> whole.tryComplete(body)).onFailure(whole::tryFail);
        return whole.future();
    }
}
