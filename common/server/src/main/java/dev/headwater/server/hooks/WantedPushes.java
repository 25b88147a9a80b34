package dev.headwater.server.hooks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Rule.Opinion;
import dev.headwater.server.config.RelayUrl;
import dev.headwater.server.hooks.Pushes.Push;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Pushes that answers want, from the answer until the publish begins; a bounded number. Thread-safe. */
final class WantedPushes {
    /** An origin claims a name in less. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final SafeAddresses addresses;
    private final Pushes pushes;
    private final Cache<Attempt, RelayUrl> wanted;

    WantedPushes(SafeAddresses addresses, Pushes pushes, int most) {
        this.addresses = addresses;
        this.pushes = pushes;
        wanted = Caffeine.newBuilder()
                .weakKeys() // and so by identity: two attempts alike are two
                .maximumSize(most)
                .expireAfterWrite(PATIENCE)
                .executor(Runnable::run)
                .build();
    }

    void atMost(int most) {
        wanted.policy().eviction().orElseThrow().setMaximum(most);
    }

    /** Lets in who publishes, if the address may be. Never fails. */
    Future<Opinion> want(Attempt attempt, RelayUrl to) {
        if (attempt.action() != Action.PUBLISH) {
            return denied("a callback sent a player to " + to + ", which is for publishers: use relays.pull");
        }
        return addresses
                .resolve(to.host())
                .<Opinion>map(address -> {
                    wanted.put(attempt, to.at(address));
                    return new Opinion.Allow(attempt.asked());
                })
                .recover(cause -> denied("a callback wants a push to " + to + ": " + cause.getMessage()));
    }

    private static Future<Opinion> denied(String explanation) {
        return Future.succeededFuture(new Opinion.Deny(Denial.HOOK_FAILED, explanation));
    }

    /** The publish has begun. Empty if nobody wants it pushed. */
    Optional<Push> begin(Attempt attempt, StreamKey stream) {
        return Optional.ofNullable(wanted.asMap().remove(attempt)).map(to -> pushes.begin(stream, to));
    }
}
