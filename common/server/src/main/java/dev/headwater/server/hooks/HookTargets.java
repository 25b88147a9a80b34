package dev.headwater.server.hooks;

import dev.headwater.server.config.HooksConfig;
import dev.headwater.server.config.SigningSecret;
import dev.headwater.server.metrics.HookMeters;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The URLs of one app by event. Immutable. */
final class HookTargets {
    private final Dialect dialect;
    private final Map<HookEvent, List<HookTarget>> byEvent = new EnumMap<>(HookEvent.class);
    private final Collection<HookTarget> all;

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
        all = Collections.unmodifiableCollection(targets.values());
    }

    Dialect dialect() {
        return dialect;
    }

    List<HookTarget> of(HookEvent event) {
        return byEvent.getOrDefault(event, List.of());
    }

    /** Each of them once. */
    Collection<HookTarget> all() {
        return all;
    }
}
