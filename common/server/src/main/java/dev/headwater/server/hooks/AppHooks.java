package dev.headwater.server.hooks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.ConnectRequest;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Rule.Opinion;
import dev.headwater.server.config.AppHooksConfig;
import dev.headwater.server.config.AppHooksConfig.Silence;
import dev.headwater.server.config.HooksConfig;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.hooks.HookCall.Asking;
import dev.headwater.server.hooks.HookCall.Connecting;
import dev.headwater.server.metrics.HookMeters;
import dev.headwater.server.metrics.RejectionLog;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The callbacks that decide in one app, or in all apps that have none of their own. Thread-safe. */
final class AppHooks {
    private static final Logger LOG = LoggerFactory.getLogger(AppHooks.class);

    private final AppHooksConfig config;
    private final HooksConfig bounds;
    private final HookTargets targets;
    private final WantedRelays relays;
    private final Asked letIn;
    private final HookMeters metrics;
    /** What was allowed, and under which name. Secret. */
    private final Cache<Attempt.Question, StreamKey> admitted;

    AppHooks(
            AppHooksConfig config,
            HooksConfig bounds,
            HookTargets targets,
            WantedRelays relays,
            Asked letIn,
            HookMeters metrics) {
        this.config = config;
        this.bounds = bounds;
        this.targets = targets;
        this.relays = relays;
        this.letIn = letIn;
        this.metrics = metrics;
        admitted = Caffeine.newBuilder()
                .maximumSize(config.cache().isZero() ? 0 : bounds.maxCached())
                .expireAfterWrite(config.cache())
                .executor(Runnable::run)
                .build();
    }

    /** Whether it is what these make. */
    boolean isFor(AppHooksConfig otherConfig, HooksConfig otherBounds) {
        return config.equals(otherConfig) && bounds.equals(otherBounds);
    }

    AppHooksConfig config() {
        return config;
    }

    HookTargets targets() {
        return targets;
    }

    /** {@link dev.headwater.server.auth.Callbacks#authoriseConnect}. */
    Future<Opinion> authoriseConnect(ConnectRequest request) {
        return ask(targets.of(HookEvent.CONNECT), HookCall.of(HookEvent.CONNECT, new Connecting(request)))
                .map(AppHooks::connectOpinion)
                .otherwise(silence -> new Opinion.Deny(Denial.HOOK_FAILED, String.valueOf(silence.getMessage())));
    }

    private static Opinion connectOpinion(Answer answer) {
        return switch (answer) {
            case Answer.Allow(var name)
            when name.isPresent() ->
                new Opinion.Deny(
                        Denial.HOOK_FAILED, "a callback gave an app another name, which only a stream can have");
            case Answer.Relay _ ->
                new Opinion.Deny(Denial.HOOK_FAILED, "a callback sent a client that connects to another server");
            case Answer.Allow _ -> new Opinion.Pass();
            case Answer.Refuse(String explanation) -> new Opinion.Deny(Denial.HOOK_REFUSED, explanation);
            case Answer.Unusable(String explanation) -> new Opinion.Deny(Denial.HOOK_FAILED, explanation);
        };
    }

    /** Never fails. */
    Future<Opinion> decide(Attempt attempt) {
        var event = switch (attempt.action()) {
            case PUBLISH -> HookEvent.PUBLISH;
            case PLAY -> HookEvent.PLAY;
        };
        var asked = targets.of(event);
        if (asked.isEmpty()) {
            return Future.succeededFuture(
                    new Opinion.Deny(Denial.HOOK_FAILED, "nobody to ask: hooks." + event.key() + " is not set"));
        }
        var known = Optional.ofNullable(admitted.getIfPresent(attempt.question()));
        if (known.isPresent()) {
            metrics.called(event.word(), HookOutcome.CACHED.name(), 0);
            return Future.succeededFuture(new Opinion.Allow(known.get()));
        }
        return ask(asked, HookCall.of(event, new Asking(attempt)))
                .compose(answer -> opinion(attempt, answer))
                .onSuccess(opinion -> {
                    if (opinion instanceof Opinion.Allow) {
                        letIn.add(attempt);
                    }
                })
                .otherwise(silence -> silence(attempt, String.valueOf(silence.getMessage())));
    }

    private Future<Opinion> opinion(Attempt attempt, Answer answer) {
        return switch (answer) {
            case Answer.Allow(Optional<String> name) -> Future.succeededFuture(named(attempt, name));
            case Answer.Relay(RelayUrl there) -> relays.want(attempt, there);
            case Answer.Refuse(String explanation) ->
                Future.succeededFuture(new Opinion.Deny(Denial.HOOK_REFUSED, explanation));
            case Answer.Unusable(String explanation) ->
                Future.succeededFuture(new Opinion.Deny(Denial.HOOK_FAILED, explanation));
        };
    }

    private Opinion named(Attempt attempt, Optional<String> name) {
        var asked = attempt.asked();
        try {
            var stream = name.map(other -> new StreamKey(asked.app(), other)).orElse(asked);
            admitted.put(attempt.question(), stream);
            return new Opinion.Allow(stream);
        } catch (IllegalArgumentException e) {
            return new Opinion.Deny(Denial.HOOK_FAILED, "the name that a callback gave is none: " + e.getMessage());
        }
    }

    /** Whoever comes with what this one came with is asked for again: what was said of it holds no longer. */
    void forget(Attempt attempt) {
        admitted.invalidate(attempt.question());
    }

    private Opinion silence(Attempt attempt, String explanation) {
        if (attempt.action() == Action.PLAY && config.playUnanswered() == Silence.ALLOW) {
            RejectionLog.warn(LOG, "let in by hooks.play-unanswered=allow: {}: {}", attempt, explanation);
            return new Opinion.Allow(attempt.asked());
        }
        return new Opinion.Deny(Denial.HOOK_FAILED, explanation);
    }

    /** Asks one after the other; all have to allow, and the last name that they give counts. Fails with {@link Unanswered}. */
    static Future<Answer> ask(List<HookTarget> targets, HookCall call) {
        return ask(targets, 0, call, Answer.allow());
    }

    private static Future<Answer> ask(List<HookTarget> targets, int next, HookCall call, Answer before) {
        if (next == targets.size()) {
            return Future.succeededFuture(before);
        }
        var target = targets.get(next);
        return target.call(call)
                .recover(cause -> Future.failedFuture(((Unanswered) cause).of(target)))
                .compose(answer -> switch (answer) {
                    case Answer.Relay _ -> ask(targets, next + 1, call, answer);
                    case Answer.Allow(var name) -> ask(targets, next + 1, call, name.isPresent() ? answer : before);
                    case Answer.Refuse(String why) -> Future.succeededFuture(new Answer.Refuse(target + ": " + why));
                    case Answer.Unusable(String why) ->
                        Future.succeededFuture(new Answer.Unusable(target + ": " + why));
                });
    }
}
