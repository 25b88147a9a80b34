package dev.headwater.server.hooks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Rule.Opinion;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.config.RelaysConfig.Loopback;
import dev.headwater.server.hooks.Pushes.Push;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Relays that answers want: pulls begin with the answer, pushes with the publish, until when a bounded number is kept. Thread-safe. */
final class WantedRelays {
    /** An origin claims a name in less. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final SafeAddresses addresses;
    private final Pushes pushes;
    private final PullRequests pulls;
    private final Cache<Attempt.Ticket, RelayUrl> wanted;
    private volatile Loopback loopback;

    WantedRelays(SafeAddresses addresses, Pushes pushes, PullRequests pulls, NodeConfig config) {
        this.addresses = addresses;
        this.pushes = pushes;
        this.pulls = pulls;
        wanted = Caffeine.newBuilder()
                .weakKeys()
                .maximumSize(config.hooks().maxWaiting())
                .expireAfterWrite(PATIENCE)
                .executor(Runnable::run)
                .build();
        loopback = config.relays().callbackLoopback();
    }

    /** From now on these hold. */
    void use(NodeConfig config) {
        wanted.policy().eviction().orElseThrow().setMaximum(config.hooks().maxWaiting());
        loopback = config.relays().callbackLoopback();
    }

    /** Lets in who asked, if the address may be. Never fails. */
    Future<Opinion> want(Attempt attempt, RelayUrl there) {
        return addresses
                .resolve(there.host())
                .map(address -> address.isLoopbackAddress() && loopback == Loopback.REFUSE
                        ? denied("a callback wants a relay with this machine itself: relays.callback-loopback=refuse")
                        : letIn(attempt, there.at(address)))
                .otherwise(cause -> denied("a callback wants a relay with " + there + ": " + cause.getMessage()));
    }

    private Opinion letIn(Attempt attempt, RelayUrl there) {
        return switch (attempt.action()) {
            case PUBLISH -> {
                wanted.put(attempt.ticket(), there);
                yield new Opinion.Allow(attempt.asked());
            }
            case PLAY ->
                pulls.want(attempt.asked(), there)
                        ? new Opinion.Allow(attempt.asked())
                        : denied("relays.max-callback-pulls are pulled because callbacks want it");
        };
    }

    private static Opinion denied(String explanation) {
        return new Opinion.Deny(Denial.HOOK_FAILED, explanation);
    }

    /** The publish has begun. Empty if nobody wants it pushed. */
    Optional<Push> begin(Attempt attempt, StreamKey stream) {
        return Optional.ofNullable(wanted.asMap().remove(attempt.ticket())).map(to -> pushes.begin(stream, to));
    }
}
