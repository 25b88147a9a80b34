package dev.headwater.server.hooks;

import dev.headwater.server.config.HooksConfig;
import dev.headwater.server.config.SigningSecret;
import dev.headwater.server.metrics.HookMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The URLs of one app by event, each with what it is to be told. Thread-safe. */
final class HookTargets {
    private final Dialect dialect;
    private final Map<HookEvent, List<HookTarget>> byEvent = new EnumMap<>(HookEvent.class);
    private final Map<HookTarget, Notifications> notifications = new LinkedHashMap<>();

    /** @param owner the app, for logs */
    HookTargets(
            Vertx vertx,
            String owner,
            Map<HookEvent, List<URI>> urls,
            Dialect dialect,
            Optional<SigningSecret> secret,
            HooksConfig config,
            HookMeters metrics) {
        this.dialect = dialect;
        var targets = new LinkedHashMap<URI, HookTarget>();
        urls.forEach((event, all) -> byEvent.put(
                event,
                all.stream()
                        .map(url -> targets.computeIfAbsent(
                                url, first -> new HookTarget(vertx, owner, url, dialect, secret, config, metrics)))
                        .toList()));
        targets.values()
                .forEach(target -> notifications.put(target, new Notifications(vertx, target, config, metrics)));
    }

    Dialect dialect() {
        return dialect;
    }

    List<HookTarget> of(HookEvent event) {
        return byEvent.getOrDefault(event, List.of());
    }

    /** Tells all of the event's. Any thread; never blocks, never fails. */
    void tell(HookCall call) {
        of(call.event())
                .forEach(target ->
                        Objects.requireNonNull(notifications.get(target)).offer(call));
    }

    /** Tells what is still to be told, for so long at most. Never fails. */
    Future<?> close(Duration limit) {
        var flushed =
                notifications.values().stream().map(Notifications::flushed).toList();
        return Future.join(flushed)
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(late -> notifications.values().forEach(Notifications::abandon))
                .transform(over -> Future.join(
                        notifications.keySet().stream().map(HookTarget::close).toList()))
                .otherwiseEmpty();
    }
}
