package dev.headwater.server.launch;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.IntakeFigures;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.config.MetricsConfig;
import dev.headwater.server.control.StreamsHere;
import dev.headwater.server.metrics.StreamSeries;
import dev.headwater.server.metrics.StreamSeries.Figures;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Chooses the streams that have series of their own, and tells how they are: those that a rule names, and those that most clients of this
 * node play. Looks at every client of the node each time, so there is none of it unless it is asked for. Thread-safe.
 */
public final class StreamSeriesPart {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Supplier<MetricsConfig> config;
    private final RtmpPart rtmp;
    private final StreamsHere streams;
    private final StreamSeries series;

    private StreamSeriesPart(Supplier<MetricsConfig> config, RtmpPart rtmp, StreamsHere streams, StreamSeries series) {
        this.config = config;
        this.rtmp = rtmp;
        this.streams = streams;
        this.series = series;
    }

    /**
     * @param rtmp the port for broadcasters and players
     */
    public static Part of(NodeRole.Surroundings node, RtmpPart rtmp, StreamsHere streams) {
        var part = new StreamSeriesPart(() -> node.config().metrics(), rtmp, streams, node.metrics().streamSeries);
        return new PeriodicPart("metrics", node.vertx(), INTERVAL, part::show);
    }

    private record Played(long players, long droppedFrames) {
        static final Played BY_NOBODY = new Played(0, 0);

        Played and(Played other) {
            return new Played(players + other.players, droppedFrames + other.droppedFrames);
        }
    }

    private Future<?> show() {
        var now = config.get();
        if (now.topStreams() == 0 && now.streams().isEmpty()) {
            series.show(List.of());
            return Future.succeededFuture();
        }
        return rtmp.clients()
                .list(client -> !client.uses().isEmpty())
                .onSuccess(clients -> series.show(chosen(now, streams.keys(), played(clients))));
    }

    private static Map<StreamKey, Played> played(List<ClientSnapshot> clients) {
        var played = new HashMap<StreamKey, Played>();
        for (ClientSnapshot client : clients) {
            for (ClientUse use : client.uses()) {
                if (use.kind() == ClientUse.Kind.PLAYER) {
                    played.merge(use.key(), new Played(1, use.droppedFrames()), Played::and);
                }
            }
        }
        return played;
    }

    private List<Figures> chosen(MetricsConfig now, Collection<StreamKey> here, Map<StreamKey, Played> played) {
        var byPlayers = here.stream()
                .sorted(Comparator.comparingLong(
                                (StreamKey key) -> -of(played, key).players())
                        .thenComparing(StreamKey::toString))
                .toList();
        return Stream.concat(
                        byPlayers.stream().filter(key -> isNamed(now, key)),
                        byPlayers.stream().limit(now.topStreams()))
                .distinct()
                .limit(now.maxStreams())
                .map(key -> figures(key, of(played, key)))
                .toList();
    }

    private static Played of(Map<StreamKey, Played> played, StreamKey key) {
        return played.getOrDefault(key, Played.BY_NOBODY);
    }

    private static boolean isNamed(MetricsConfig now, StreamKey key) {
        return now.streams().stream().flatMap(List::stream).anyMatch(pattern -> pattern.matches(key));
    }

    private Figures figures(StreamKey key, Played played) {
        IntakeFigures intake = streams.place(key).intake();
        return new Figures(
                key.app(),
                key.name(),
                played.players(),
                (double) intake.videoBitsPerSecond() + intake.audioBitsPerSecond(),
                intake.picturesPerSecond(),
                played.droppedFrames());
    }
}
