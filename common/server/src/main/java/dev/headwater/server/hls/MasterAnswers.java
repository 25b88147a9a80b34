package dev.headwater.server.hls;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.StreamKey;
import dev.headwater.media.format.TrackFormat;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.playlist.Links;
import dev.headwater.media.playlist.MasterPlaylist;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.Presentation;
import dev.headwater.media.segment.Rendition;
import dev.headwater.media.segment.Segment;
import dev.headwater.server.hls.HlsRoutes.Answer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Where a player begins: makes him a session, chooses how the stream is cut, and tells what to expect. Thread-safe. */
final class MasterAnswers {
    private static final long BITS_PER_BYTE = 8;

    /** What a transport stream with MP3 may have. */
    private static final Set<String> BESIDE_MP3 = Set.of(Codec.MP3.fourCc(), Codec.AVC.fourCc(), Codec.HEVC.fourCc());

    private final HlsService service;
    private final HlsSessions sessions;

    MasterAnswers(HlsService service, HlsSessions sessions) {
        this.service = service;
        this.sessions = sessions;
    }

    /** @param stream as the client wrote it */
    Future<Answer> master(HttpServerRequest request, StreamKey asked, RequestQuery query, String stream) {
        var settings = service.enabled(asked);
        var wanted = query.container().map(MasterAnswers::container);
        var session = sessions.ofNewcomer(asked, request, query.rest());
        return session.opened().compose(live -> running(live, settings, wanted)).compose(packager -> {
            session.follow(packager);
            return packager.started().map(presentation -> () -> {
                String folder = stream.substring(stream.lastIndexOf('/') + 1) + ".hls/"
                        + packager.plan().segmentMs() + "/";
                String text = playlist(presentation, packager.stream())
                        .text(folder, new Links(query.with(session.name()), ""));
                session.sent(MediaAnswer.text(
                        request, MediaAnswer.PLAYLIST_TYPE, new Text(text), "no-store", service.delivery()));
            });
        });
    }

    private Future<Packager> running(LiveStream live, HlsSettings settings, Optional<Container> wanted) {
        var first = wanted.orElseGet(() -> usual(live, settings));
        return service.packagers().running(live, settings, first).compose(packager -> {
            var now = wanted.orElseGet(() -> usual(live, settings)); // its codecs are known by now
            return now == first
                    ? Future.succeededFuture(packager)
                    : service.packagers().running(live, settings, now);
        });
    }

    /** As the app is configured; but browsers do not play MP3 out of fMP4. */
    private static Container usual(LiveStream live, HlsSettings settings) {
        var codecs = List.of(live.codecs().split(",", -1));
        return codecs.contains(Codec.MP3.fourCc()) && BESIDE_MP3.containsAll(codecs)
                ? Container.TS
                : settings.container();
    }

    private static Container container(String word) {
        return switch (word) {
            case "ts" -> Container.TS;
            case "fmp4" -> Container.FMP4;
            default -> throw new HlsRefusal(400, "container is ts or fmp4");
        };
    }

    private static MasterPlaylist playlist(Presentation now, LiveStream stream) {
        var figures = stream.intake();
        var video = format(now, FrameKind.VIDEO);
        long average = sum(now, MasterAnswers::average);
        boolean regular = !figures.gop().isZero()
                && figures.gop().toMillis() < (now.plan().targetSeconds() + 1) * 1_000L;
        return new MasterPlaylist(
                now.plan(),
                video,
                format(now, FrameKind.AUDIO),
                average,
                Math.max(average, sum(now, MasterAnswers::peak)),
                figures.picturesPerSecond(),
                video.isEmpty() || regular);
    }

    private static Optional<TrackFormat> format(Presentation now, FrameKind kind) {
        return now.renditions().stream()
                .flatMap(rendition -> rendition.formats().stream())
                .filter(format -> format.kind() == kind)
                .findFirst();
    }

    private static long sum(Presentation now, ToLongFunction<Rendition> bits) {
        return now.renditions().stream().mapToLong(bits).sum();
    }

    private static long average(Rendition rendition) {
        long ms = rendition.segments().stream()
                .filter(segment -> !segment.gap())
                .mapToLong(Segment::durationMs)
                .sum();
        long bytes = rendition.segments().stream().mapToLong(Segment::bytes).sum();
        return ms == 0 ? 0 : bytes * BITS_PER_BYTE * 1_000 / ms;
    }

    private static long peak(Rendition rendition) {
        return rendition.segments().stream()
                .filter(segment -> !segment.gap())
                .mapToLong(segment -> segment.bytes() * BITS_PER_BYTE * 1_000 / Math.max(1, segment.durationMs()))
                .max()
                .orElse(0);
    }
}
