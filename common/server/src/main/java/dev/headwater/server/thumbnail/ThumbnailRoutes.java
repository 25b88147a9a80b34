package dev.headwater.server.thumbnail;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.http.Answers;
import dev.headwater.server.http.HttpAttempt;
import dev.headwater.server.http.MediaRoutes;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.net.PeerAddress;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /{app}/{stream}.jpg} to whoever may play the stream, with what a player shows, such as a token. Thread-safe; handlers
 * run on the event loops of their servers.
 */
public final class ThumbnailRoutes implements MediaRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ThumbnailRoutes.class);
    private static final String ENDING = ".jpg";

    private final Thumbnails thumbnails;
    private final Access access;
    private final Predicate<String> isOpen;

    /** @param isOpen whether everybody may play the streams of an app, so that one copy of a picture is for all */
    public ThumbnailRoutes(Thumbnails thumbnails, Access access, Predicate<String> isOpen) {
        this.thumbnails = thumbnails;
        this.access = access;
        this.isOpen = isOpen;
    }

    /** Who asks may not play. */
    private static final class NotAllowedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private NotAllowedException() {
            super("not allowed", null, false, false);
        }
    }

    @Override
    public void mount(Router router) {
        router.routeWithRegex("/.+\\.jpg")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::answer);
    }

    private void answer(RoutingContext context) {
        String path = Objects.requireNonNull(context.request().path()); // or it would not be here
        StreamKey asked;
        try {
            asked = StreamKey.parse("", path.substring(1, path.length() - ENDING.length()));
        } catch (IllegalArgumentException e) {
            Answers.error(context, 400, String.valueOf(e.getMessage()));
            return;
        }
        var here = (ContextInternal) context.vertx().getOrCreateContext();
        String peer = PeerAddress.text(context.request().remoteAddress());
        access.probe(HttpAttempt.of(Action.PLAY, context.request(), asked))
                .compose(verdict -> switch (verdict) {
                    case Verdict.Allowed(StreamKey name) -> thumbnails.of(name, peer, here.nettyEventLoop());
                    case Verdict.Denied denied -> {
                        RejectionLog.warn(
                                LOG,
                                "refused thumbnail peer={} app={}: {}: {}",
                                peer,
                                asked.app(),
                                denied.denial(),
                                denied.explanation());
                        yield Future.<Picture>failedFuture(new NotAllowedException());
                    }
                })
                .onComplete((picture, cause) -> here.runOnContext(nothing -> {
                    switch (cause) {
                        case null -> send(context, asked.app(), picture);
                        case NotAllowedException no -> Answers.error(context, 403, String.valueOf(no.getMessage()));
                        case NoPictureException none -> {
                            LOG.debug("no picture of {}: {}", asked.app(), none.getMessage());
                            Answers.error(context, 404, "no picture of the stream now");
                        }
                        default -> context.fail(cause);
                    }
                }));
    }

    private void send(RoutingContext context, String app, Picture picture) {
        String whose = isOpen.test(app) ? "public" : "private";
        var response = context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, whose + ", max-age=" + thumbnails.maxAgeSeconds())
                .putHeader("x-content-type-options", "nosniff")
                .putHeader(HttpHeaders.ETAG, picture.tag());
        if (picture.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "image/jpeg")
                .putHeader(
                        HttpHeaders.CONTENT_LENGTH,
                        Integer.toString(picture.jpeg().length()));
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(picture.jpeg());
        }
    }
}
