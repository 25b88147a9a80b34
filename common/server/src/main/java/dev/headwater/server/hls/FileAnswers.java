package dev.headwater.server.hls;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.playlist.Links;
import dev.headwater.media.playlist.MediaPlaylist;
import dev.headwater.media.playlist.StreamFile;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.ContentHash;
import dev.headwater.media.segment.Part;
import dev.headwater.media.segment.Presentation;
import dev.headwater.media.segment.Rendition;
import dev.headwater.media.segment.Rendition.Kind;
import dev.headwater.media.segment.Segment;
import dev.headwater.server.hls.HlsRoutes.Answer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Media playlists, segments, parts, what decodes them and keys. What is about to come is waited for: a playlist that is asked for by
 * number, and the segment or part after the newest. Thread-safe.
 */
final class FileAnswers {
    /** A playlist is waited for this many segments ahead (draft-pantos-hls-rfc8216bis, 6.2.5.2). */
    private static final int MAX_AHEAD = 2;

    /** A name without a hash is good for a while: a stream whose timeline begins anew uses it for something else. */
    private static final int REUSED_SECONDS = 60;

    private final HlsService service;
    private final HlsSessions sessions;

    FileAnswers(HlsService service, HlsSessions sessions) {
        this.service = service;
        this.sessions = sessions;
    }

    /**
     * A request, with what was found out of it so far.
     *
     * @param session none where all players share a copy: what is sent counts for the node and the stream alone
     */
    private record Wish(
            HlsService service,
            HttpServerRequest request,
            HlsSettings settings,
            RequestQuery query,
            @Nullable Session session,
            Packager packager) {
        void sent(int bytes) {
            if (session == null) {
                var metrics = service.plays().metrics();
                metrics.sentBytes.increment(bytes);
                var traffic = metrics.traffic(packager.key());
                traffic.sent(bytes);
                traffic.end();
            } else {
                session.sent(bytes);
            }
        }

        Delivery delivery() {
            return service.delivery(packager);
        }

        /** Of the session. */
        String name() {
            return session == null ? "" : session.name();
        }

        /** Copies of what everybody may have may be kept by everybody; for good, if the address tells the content. */
        String cacheControl(boolean tellsContent) {
            return (settings.open() ? "public" : "private")
                    + (tellsContent ? ", max-age=31536000, immutable" : ", max-age=" + REUSED_SECONDS);
        }

        /** Whether its playlist lists parts. */
        boolean hasParts(Rendition rendition) {
            return !query.isForWholeSegments() && MediaPlaylist.hasParts(packager.plan(), rendition);
        }

        Future<Rendition> rendition(Kind kind) {
            return packager.started(kind);
        }

        /**
         * Waits for media that are about to come. Another node may have named what was never here: a player hears of that at once, and asks
         * again, there or here.
         *
         * @param part -1 for a whole segment
         */
        Future<Presentation> reached(Kind kind, long number, int part) {
            packager.asked();
            if (packager.presentation()
                    .rendition(kind)
                    .filter(rendition -> rendition.mayHave(number))
                    .isEmpty()) {
                throw notFound();
            }
            return packager.when(now -> reaches(now, kind, number, part), packager.patienceMs());
        }
    }

    /** @param hash equal for equal bytes, on all nodes */
    private record Content(String hash, List<byte[]> pieces) {
        static Content of(byte[] bytes) {
            var pieces = List.of(bytes);
            return new Content(ContentHash.of(pieces), pieces);
        }
    }

    Future<Answer> file(HttpServerRequest request, StreamKey asked, int ms, StreamFile file, RequestQuery query) {
        var settings = service.enabled(asked);
        return switch (file) {
            case StreamFile.Key(long number) -> key(request, asked, settings, ms, number, query);
            case StreamFile.OfRendition made -> made(request, asked, settings, ms, made, query);
        };
    }

    private Future<Answer> made(
            HttpServerRequest request,
            StreamKey asked,
            HlsSettings settings,
            int ms,
            StreamFile.OfRendition file,
            RequestQuery query) {
        var container = file.kind().container();
        if (settings.open()) {
            var running = service.packagers().find(asked, container, ms);
            if (running.isPresent() && !(file instanceof StreamFile.Playlist)) {
                return answer(new Wish(service, request, settings, query, null, running.get()), file);
            }
            if (running.isEmpty() && !settings.offers(ms)) {
                throw notFound(); // before anybody is counted as a player
            }
        }
        var session = sessions.of(query.session(), asked, request, query.rest());
        if (file instanceof StreamFile.Playlist) {
            sessions.claim(query.session(), asked, request, query.rest());
        }
        return session.fetched(request).compose(stream -> {
            var packager = packager(stream, settings, container, ms);
            session.follow(packager);
            return session.await(() -> answer(new Wish(service, request, settings, query, session, packager), file));
        });
    }

    /** One that runs cuts on as it began, whatever the configuration says by now. */
    private Packager packager(LiveStream stream, HlsSettings settings, Container container, int ms) {
        return settings.offers(ms)
                ? service.packagers().of(stream, settings.plan(container, ms), settings.encryption())
                : service.packagers()
                        .find(stream.key(), container, ms)
                        .filter(running -> running.cuts(stream))
                        .orElseThrow(FileAnswers::notFound);
    }

    private Future<Answer> answer(Wish wish, StreamFile.OfRendition file) {
        return switch (file) {
            case StreamFile.Playlist(Kind kind) -> playlist(wish, kind);
            case StreamFile.Whole(Kind kind, long number) -> segment(wish, kind, number);
            case StreamFile.Piece(Kind kind, long number, int part) -> part(wish, kind, number, part);
            case StreamFile.Init(Kind kind, String id) -> init(wish, kind, id);
        };
    }

    private static HlsRefusal notFound() {
        return new HlsRefusal(404, "no such resource");
    }

    // ---- playlists ----------------------------------------------------------------------------------------------

    private Future<Answer> playlist(Wish wish, Kind kind) {
        var segment = wish.query().segment();
        var part = wish.query().part();
        if (part.isPresent() && segment.isEmpty()) {
            throw new HlsRefusal(400, "_HLS_part without _HLS_msn");
        }
        boolean blocks = segment.isPresent();
        return wish.rendition(kind)
                .compose(rendition -> {
                    if (blocks && segment.getAsLong() > rendition.lastNumber() + MAX_AHEAD) {
                        throw new HlsRefusal(400, "_HLS_msn is too far ahead");
                    }
                    if (blocks) {
                        return wish.packager()
                                .when(
                                        now -> reaches(now, kind, segment.getAsLong(), part.orElse(-1)),
                                        wish.packager().patienceMs());
                    }
                    return wish.hasParts(rendition)
                            ? Future.succeededFuture(wish.packager().presentation())
                            : wish.packager()
                                    .longEnough(now -> now.rendition(kind)
                                            .filter(MediaPlaylist::isLongEnough)
                                            .isPresent());
                })
                .map(now -> () -> {
                    var rendition = now.rendition(kind).orElseThrow(FileAnswers::notFound);
                    boolean whole = !wish.hasParts(rendition);
                    String query = wish.query().with(wish.name());
                    var links = new Links(query, wish.settings().open() ? "" : query);
                    var form = new PlaylistTexts.Form(kind, whole, wish.query().isDelta());
                    Text text = wish.packager().text(now, rendition, links, form);
                    wish.sent(MediaAnswer.text(
                            wish.request(),
                            MediaAnswer.PLAYLIST_TYPE,
                            text,
                            cacheControl(wish, now, whole, blocks),
                            wish.delivery()));
                });
    }

    private static boolean reaches(Presentation now, Kind kind, long segment, long part) {
        return now.rendition(kind)
                .filter(rendition -> part < 0
                        ? rendition.lastNumber() >= segment
                        : rendition.reaches(segment, (int) Math.min(part, Integer.MAX_VALUE)))
                .isPresent();
    }

    /**
     * What is asked for by number holds a while; the newest only until there is a newer. A text that has a session is for nobody else: a cache that
     * knows it by an address without one would give it to others.
     */
    private static String cacheControl(Wish wish, Presentation now, boolean whole, boolean blocks) {
        boolean open = wish.settings().open();
        boolean hasSession = !open || !whole;
        if (hasSession && !wish.name().equals(wish.query().session())) {
            return "no-store";
        }
        int seconds = blocks ? now.plan().targetSeconds() : now.plan().targetSeconds() / 2;
        boolean grows = !whole && !blocks;
        String age = grows || seconds == 0 ? "no-cache" : "max-age=" + seconds;
        return open ? age : "private, " + age;
    }

    // ---- media --------------------------------------------------------------------------------------------------

    private Future<Answer> segment(Wish wish, Kind kind, long number) {
        return wish.reached(kind, number, -1).compose(now -> {
            var segment = now.rendition(kind)
                    .filter(rendition -> rendition.lastNumber() >= number)
                    .flatMap(rendition -> rendition.segment(number))
                    .filter(found -> !found.gap())
                    .orElseThrow(FileAnswers::notFound);
            return content(wish, kind, segment)
                    .map(content ->
                            () -> file(wish, kind, content, wish.query().hash().equals(content.hash())));
        });
    }

    private Future<Content> content(Wish wish, Kind kind, Segment segment) {
        var encryption = wish.packager().encryption();
        if (encryption.isEmpty()) {
            var pieces = segment.parts().stream().map(Part::bytes).toList();
            return Future.succeededFuture(new Content(segment.hash(), pieces));
        }
        byte[] key = service.keys().key(wish.packager().key(), encryption.get().keyOf(segment.number()));
        return wish.packager().encrypted(kind, segment, key).map(Content::of);
    }

    private Future<Answer> part(Wish wish, Kind kind, long number, int part) {
        if (wish.packager().encryption().isPresent()) {
            throw notFound();
        }
        return wish.reached(kind, number, part).map(now -> () -> {
            var parts = now.rendition(kind)
                    .flatMap(rendition -> rendition.segment(number))
                    .map(Segment::parts)
                    .filter(all -> part < all.size())
                    .orElseThrow(FileAnswers::notFound);
            file(wish, kind, Content.of(parts.get(part).bytes()), false);
        });
    }

    private Future<Answer> init(Wish wish, Kind kind, String id) {
        return wish.rendition(kind).map(rendition -> {
            var init = rendition.init(id).orElseThrow(FileAnswers::notFound);
            return () -> file(wish, kind, new Content(init.id(), List.of(init.bytes())), true);
        });
    }

    /** @param tellsContent whether the address is of this content and no other */
    private static void file(Wish wish, Kind kind, Content content, boolean tellsContent) {
        String type = switch (kind) {
            case VIDEO -> "video/mp4";
            case AUDIO -> "audio/mp4";
            case MAIN -> "video/mp2t";
        };
        String etag = '"' + content.hash() + '"';
        wish.sent(MediaAnswer.file(
                wish.request(), type, etag, wish.cacheControl(tellsContent), content.pieces(), wish.delivery()));
    }

    // ---- keys ---------------------------------------------------------------------------------------------------

    private Future<Answer> key(
            HttpServerRequest request, StreamKey asked, HlsSettings settings, int ms, long number, RequestQuery query) {
        Future<StreamKey> stream = settings.open()
                ? Future.succeededFuture(asked)
                : sessions.of(query.session(), asked, request, query.rest())
                        .opened()
                        .map(LiveStream::key);
        return stream.map(key -> {
            if (!hasKeys(key, settings, ms)) {
                throw notFound();
            }
            return () -> MediaAnswer.file(
                    request,
                    "application/octet-stream",
                    "\"key-%d\"".formatted(number),
                    "no-store",
                    List.of(service.keys().key(key, number)),
                    service.delivery());
        });
    }

    /** Whether segments of that length are encrypted: those to come, or those of a packager that began before a reload. */
    private boolean hasKeys(StreamKey stream, HlsSettings settings, int ms) {
        return (settings.offers(ms) && settings.encryption().isPresent())
                || Stream.of(Container.values())
                        .flatMap(container -> service.packagers().find(stream, container, ms).stream())
                        .anyMatch(running -> running.encryption().isPresent());
    }
}
