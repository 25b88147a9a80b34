package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** HTTP callbacks: who is asked and told of clients. Each app has its own connections, queue and breaker for each of its URLs. */
@Doc("HTTP callbacks; [hooks.md](hooks.md) tells how. What is bounded here is so for each URL of each app by itself.")
public interface HooksConfig extends AppHooksConfig {
    @Doc("URLs to tell that this node is up, draining or down; always in the format `native`.")
    @Secret
    Optional<List<@WithConverter(HttpUrlConverter.class) URI>> onNode();

    @Doc("How long a call may take in all, waiting for a free connection included.")
    @WithDefault("3s")
    @Range(min = "100ms", max = "30s")
    Duration timeout();

    @Doc("Most connections to one URL.")
    @WithDefault("16")
    @Range(min = "1", max = "1000")
    int connections();

    @Doc("Most calls that are under way to one URL or wait for a connection to it; who is over that gets no answer.")
    @WithDefault("1000")
    @Range(min = "1", max = "100000")
    int maxWaiting();

    @Doc("Most notifications that wait to be sent to one URL; what is over that is dropped.")
    @WithDefault("10000")
    @Range(min = "1", max = "1000000")
    int maxQueued();

    @Doc(
            "How often a notification that got no answer is sent again, the first time after a second, then after twice as long each time.")
    @WithDefault("5")
    @Range(min = "0", max = "20")
    int retries();

    @Doc("Calls without an answer within ten seconds after which a URL is not called for a while.")
    @WithDefault("5")
    @Range(min = "1", max = "1000")
    int breakerFailures();

    @Doc("For how long; then one call tries.")
    @WithDefault("5s")
    @Range(min = "100ms", max = "10m")
    Duration breakerPause();

    @Doc("Longest answer that is read.")
    @WithDefault("65536")
    @Range(min = "64", max = "1048576")
    int maxAnswerBytes();

    @Doc("Most answers of one app that `hooks.cache` keeps.")
    @WithDefault("10000")
    @Range(min = "1", max = "1000000")
    int maxCached();
}
