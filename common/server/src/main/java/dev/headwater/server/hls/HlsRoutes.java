package dev.headwater.server.hls;

import dev.headwater.media.StreamKey;
import dev.headwater.media.playlist.StreamFile;
import dev.headwater.server.http.Answers;
import dev.headwater.server.http.MediaRoutes;
import dev.headwater.server.metrics.HlsMeters.Requested;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers {@code /{app}/{stream}.m3u8} with the master playlist, {@code /{app}/{stream}.mpd} with the manifest of DASH, and
 * {@code /{app}/{stream}.hls/{ms}/...} with what they name. The
 * length of segments is part of the address, since their numbers follow from it. Thread-safe.
 */
public final class HlsRoutes implements MediaRoutes {
    private static final String MASTER = ".m3u8";
    private static final String MANIFEST = ".mpd";
    private static final Pattern FILE = Pattern.compile("/(?<stream>.+)\\.hls/(?<ms>\\d{1,6})/(?<file>[^/]+)");

    private final HlsService service;
    private final MasterAnswers masters;
    private final ManifestAnswers manifests;
    private final FileAnswers files;

    public HlsRoutes(HlsService service, HlsSessions sessions) {
        this.service = service;
        this.masters = new MasterAnswers(service, sessions);
        this.manifests = new ManifestAnswers(service, sessions);
        this.files = new FileAnswers(service, sessions);
    }

    /** Writes an answer; called on the request's event loop. */
    @FunctionalInterface
    interface Answer {
        void write();
    }

    @Override
    public void mount(Router router) {
        router.routeWithRegex(".+\\.hls/\\d+/[^/]+")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::file);
        router.routeWithRegex(".+\\.m3u8")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::master);
        router.routeWithRegex(".+\\.mpd")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::manifest);
    }

    private void master(RoutingContext context) {
        answer(context, Requested.MASTER, () -> {
            String stream = stream(context, MASTER);
            return masters.master(context.request(), key(stream), query(context), stream);
        });
    }

    private void manifest(RoutingContext context) {
        answer(context, Requested.MANIFEST, () -> {
            String stream = stream(context, MANIFEST);
            return manifests.manifest(context.request(), key(stream), query(context), stream);
        });
    }

    /** What is before the ending of the path, as the client wrote it. */
    private static String stream(RoutingContext context, String ending) {
        String path = path(context);
        if (!path.endsWith(ending)) {
            throw new HlsRefusal(404, "no such resource");
        }
        return path.substring(1, path.length() - ending.length());
    }

    private void file(RoutingContext context) {
        var match = FILE.matcher(path(context));
        var named = match.matches() ? StreamFile.read(match.group("file")) : Optional.<StreamFile>empty();
        answer(context, named.map(HlsRoutes::requested).orElse(Requested.SEGMENT), () -> {
            var file = named.orElseThrow(() -> new HlsRefusal(404, "no such resource"));
            return files.file(
                    context.request(),
                    key(match.group("stream")),
                    Integer.parseInt(match.group("ms")),
                    file,
                    query(context));
        });
    }

    private static Requested requested(StreamFile file) {
        return switch (file) {
            case StreamFile.Playlist playlist -> Requested.PLAYLIST;
            case StreamFile.Init init -> Requested.INIT;
            case StreamFile.Whole whole -> Requested.SEGMENT;
            case StreamFile.Piece piece -> Requested.PART;
            case StreamFile.Key key -> Requested.KEY;
        };
    }

    /** As the client wrote it. */
    private static String path(RoutingContext context) {
        return Objects.requireNonNullElse(context.request().path(), "/");
    }

    private static RequestQuery query(RoutingContext context) {
        return new RequestQuery(Objects.requireNonNullElse(context.request().query(), ""));
    }

    private static StreamKey key(String stream) {
        try {
            return StreamKey.parse("", stream);
        } catch (IllegalArgumentException e) {
            throw new HlsRefusal(400, String.valueOf(e.getMessage()));
        }
    }

    /** What may throw a {@link HlsRefusal}. */
    @FunctionalInterface
    private interface Question {
        Future<Answer> ask();
    }

    private void answer(RoutingContext context, Requested requested, Question question) {
        var here = context.vertx().getOrCreateContext();
        Future<Answer> answer;
        try {
            answer = question.ask();
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        answer.onComplete(done -> here.runOnContext(nothing -> {
            if (context.response().closed() || context.response().ended()) {
                return;
            }
            if (done.succeeded()) {
                try {
                    done.result().write();
                } catch (RuntimeException e) {
                    refuse(context, e);
                }
            } else {
                refuse(context, done.cause());
            }
            service.metrics().answered(requested, context.response().getStatusCode());
        }));
    }

    private static void refuse(RoutingContext context, Throwable cause) {
        if (!(cause instanceof HlsRefusal refusal)) {
            context.fail(cause); // our fault
            return;
        }
        if (refusal.status() == 503) {
            context.response().putHeader("retry-after", "2");
        }
        Answers.error(context, refusal.status(), refusal.told());
    }
}
