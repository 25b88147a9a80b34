package dev.headwater.server.thumbnail;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.config.ThumbnailConfig;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.tracing.Trace;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest pictures of streams, and that there is none: made when they are asked for, once for all who ask meanwhile, and kept for
 * {@code thumbnail.max-age}. At an edge the stream is pulled for it as for a player. Names that nobody publishes take no picture's place.
 * Thread-safe.
 */
public final class Thumbnails {
    private static final Logger LOG = LoggerFactory.getLogger(Thumbnails.class);

    private final StreamSource source;
    private final ThumbnailConfig config;
    private final PictureDecoder decoder;
    private final Cache<StreamKey, Picture> pictures;
    private final Cache<StreamKey, Throwable> failures;
    private final ConcurrentMap<StreamKey, Future<Picture>> underWay = new ConcurrentHashMap<>();

    /** @param ffmpeg a path, or a name to look for in {@code PATH} */
    public Thumbnails(Vertx vertx, StreamSource source, Path ffmpeg, ThumbnailConfig config) {
        this.source = source;
        this.config = config;
        decoder = new PictureDecoder(vertx, ffmpeg, config);
        pictures = cache(config);
        failures = cache(config);
    }

    private static <T> Cache<StreamKey, T> cache(ThumbnailConfig config) {
        return Caffeine.newBuilder()
                .maximumSize(config.kept())
                .expireAfterWrite(config.maxAge())
                .build();
    }

    /**
     * Completes on any thread, within twice {@code thumbnail.timeout}.
     *
     * @param peer who asks, for logs
     * @param loop where to wait for the key frame
     */
    Future<Picture> of(StreamKey key, String peer, EventExecutor loop) {
        var picture = pictures.getIfPresent(key);
        var failure = failures.getIfPresent(key);
        if (picture != null || failure != null) {
            return picture != null ? Future.succeededFuture(picture) : Future.failedFuture(failure);
        }
        if (underWay.size() >= config.kept() && !underWay.containsKey(key)) {
            return Future.failedFuture(
                    new NoPictureException("thumbnail.kept=%d pictures are waited for".formatted(config.kept())));
        }
        Promise<Picture> promise = Promise.promise();
        var before = underWay.putIfAbsent(key, promise.future());
        if (before != null) {
            return before;
        }
        make(key, peer, loop)
                .onSuccess(made -> pictures.put(key, made))
                .onFailure(cause -> failures.put(key, cause))
                .onComplete(done -> underWay.remove(key))
                .onComplete(promise);
        return promise.future();
    }

    /** The same as a JPEG, for who need not know why there is none. */
    public Future<Optional<Buffer>> jpeg(StreamKey key, String peer, EventExecutor loop) {
        return of(key, peer, loop).map(picture -> Optional.of(picture.jpeg())).recover(cause -> {
            if (cause instanceof NoPictureException none) {
                LOG.debug("no picture of {}: {}", key, none.getMessage());
                return Future.succeededFuture(Optional.empty());
            }
            return Future.failedFuture(cause);
        });
    }

    private Future<Picture> make(StreamKey key, String peer, EventExecutor loop) {
        Promise<Void> left = Promise.promise();
        var request = new PlayRequest(key, "", peer, false, reason -> {}, Trace.NONE, left.future());
        return source.open(request)
                .compose(decision -> decision instanceof PlayDecision.Found(LiveStream stream)
                        ? keyFrame(stream, loop, left.future())
                        : Future.failedFuture(new NoPictureException("no such stream here")))
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> left.tryComplete())
                .recover(cause -> Future.failedFuture(cause instanceof TimeoutException ? late() : cause))
                .compose(decoder::decode);
    }

    private NoPictureException late() {
        return new NoPictureException(
                "no key frame within thumbnail.timeout=" + config.timeout().toMillis() + "ms");
    }

    /** @param left when nobody waits for it any more */
    private static Future<KeyFrame> keyFrame(LiveStream stream, EventExecutor loop, Future<Void> left) {
        var tap = new KeyFrameTap();
        Runnable leave = stream.tap(tap, loop);
        left.onComplete(gone -> leave.run());
        return tap.found();
    }

    /** How long a picture may be shown. */
    long maxAgeSeconds() {
        return config.maxAge().toSeconds();
    }
}
