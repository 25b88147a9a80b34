package dev.headwater.server.hls;

import dev.headwater.media.StreamKey;
import dev.headwater.media.playlist.Links;
import dev.headwater.media.playlist.Manifest;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.Presentation;
import dev.headwater.server.hls.HlsRoutes.Answer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;

/**
 * Where a player of DASH begins, and comes back to for news: makes him a session, as the master playlist does, whose address is the location
 * of the next manifest. Thread-safe.
 */
final class ManifestAnswers {
    private static final String TYPE = "application/dash+xml";

    private final HlsService service;
    private final HlsSessions sessions;

    ManifestAnswers(HlsService service, HlsSessions sessions) {
        this.service = service;
        this.sessions = sessions;
    }

    /** @param stream as the client wrote it */
    Future<Answer> manifest(HttpServerRequest request, StreamKey asked, RequestQuery query, String stream) {
        var settings = service.enabled(asked);
        var session = session(request, asked, query);
        return session.fetched(request)
                .compose(live -> service.packagers().running(live, settings, Container.FMP4))
                .compose(packager -> {
                    if (packager.encryption().isPresent()) {
                        throw new HlsRefusal(404, "segments are encrypted as players of HLS alone know");
                    }
                    session.follow(packager);
                    long patienceMs = packager.patienceMs() + packager.plan().segmentMs();
                    String own = query.with(session.name());
                    var links = new Links(own, settings.open() ? "" : own);
                    return packager.when(Manifest::isPossible, patienceMs)
                            .compose(possible -> packager.longEnough(Manifest::isLongEnough))
                            .map(now -> () -> session.sent(MediaAnswer.text(
                                    request,
                                    TYPE,
                                    new Text(text(packager, now, stream, links)),
                                    "no-store",
                                    service.delivery())));
                });
    }

    private Session session(HttpServerRequest request, StreamKey asked, RequestQuery query) {
        if (query.session().isEmpty()) {
            return sessions.ofNewcomer(asked, request, query.rest());
        }
        sessions.claim(query.session(), asked, request, query.rest());
        return sessions.of(query.session(), asked, request, query.rest());
    }

    private static String text(Packager packager, Presentation now, String stream, Links links) {
        if (!Manifest.isPossible(now)) {
            throw new HlsRefusal(404, "no such stream");
        }
        String name = stream.substring(stream.lastIndexOf('/') + 1);
        String folder = name + ".hls/" + packager.plan().segmentMs() + "/";
        double pictures = packager.stream().intake().picturesPerSecond();
        return new Manifest(now, packager.periods(now), pictures)
                .text(folder, links, name + ".mpd" + links.playlistQuery(), Instant.now());
    }
}
