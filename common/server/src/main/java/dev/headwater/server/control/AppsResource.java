package dev.headwater.server.control;

import dev.headwater.cluster.StreamDirectory;
import dev.headwater.media.StreamKey;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.limits.ClusterLimiter;
import dev.headwater.server.limits.LimitUse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code /api/v1/apps}: those that have streams or clients, or keys of their own at the node that is asked. Thread-safe. */
final class AppsResource {
    private final RunningConfig config;
    private final StreamDirectory directory;
    private final ClusterLimiter limiter;
    private final Asking asking;

    AppsResource(RunningConfig config, StreamDirectory directory, ClusterLimiter limiter, Asking asking) {
        this.config = config;
        this.directory = directory;
        this.limiter = limiter;
        this.asking = asking;
    }

    /** A page of them, in the order of their names. */
    Future<Reply> list(Query query) {
        String after = query.text("after").orElse("");
        int limit = query.limit(Ask.MAX_ITEMS);
        return directory
                .streams()
                .timeout(StreamsResource.DIRECTORY_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .map(records -> records.stream()
                        .map(record -> record.key())
                        .collect(Collectors.groupingBy(StreamKey::app, TreeMap::new, Collectors.toList())))
                .compose(streams -> asking.<List<AppFigures>>askAll(id -> new ClientAsk.ListApps(after, limit + 1))
                        .map(gathered -> reply(streams, gathered, after, limit)))
                .otherwise(cause -> Reply.unavailable("cannot list apps now", cause));
    }

    private Reply reply(
            SortedMap<String, List<StreamKey>> streams, Gathered<List<AppFigures>> gathered, String after, int limit) {
        var apps = new TreeMap<String, AppFigures>();
        gathered.answers()
                .values()
                .forEach(node -> node.forEach(figures -> apps.merge(figures.app(), figures, AppFigures::plus)));
        var configured = config.now().apps().keySet();
        streams.keySet().forEach(app -> apps.putIfAbsent(app, new AppFigures(app, 0, 0)));
        configured.forEach(app -> apps.putIfAbsent(app, new AppFigures(app, 0, 0)));
        var left = apps.tailMap(after, false);
        var list = new JsonArray();
        left.values().stream()
                .limit(limit)
                .forEach(figures -> list.add(json(
                        figures, configured.contains(figures.app()), streams.getOrDefault(figures.app(), List.of()))));
        var body = new JsonObject().put("apps", list);
        if (left.size() > limit) {
            body.put("next", list.getJsonObject(limit - 1).getString("app"));
        }
        return Reply.of(body, gathered.unanswered());
    }

    private JsonObject json(AppFigures figures, boolean configured, Collection<StreamKey> streams) {
        var limits = new JsonArray();
        limiter.uses(figures.app(), streams).forEach(use -> limits.add(json(use)));
        return figures.json()
                .put("configured", configured)
                .put("streams", streams.size())
                .put("limits", limits);
    }

    private static JsonObject json(LimitUse use) {
        var json = new JsonObject().put("limit", use.limit().key()).put("most", use.most());
        use.used().ifPresent(used -> json.put("used", used));
        return json;
    }
}
