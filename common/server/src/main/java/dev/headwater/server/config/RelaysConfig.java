package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Streams from and to servers that are none of ours. Every node of a cluster is told the same. */
@Doc(
        "Streams from and to servers that are none of ours. Tell every node of the cluster the same: each relay is run by one origin.")
public interface RelaysConfig {
    @Doc(
            "Streams that are pulled from elsewhere, each `name app/stream on-demand url` or `name app/stream always url`; `on-demand` is while somebody plays it.")
    @Secret
    Optional<List<@WithConverter(PullRelayConverter.class) PullRelay>> pull();

    @Doc("Streams that are published elsewhere, each `name app/stream url`; a stream may have several.")
    @Secret
    Optional<List<@WithConverter(PushRelayConverter.class) PushRelay>> push();

    @Doc(
            "A server that a stream is pulled from and that sent no byte for so long is gone; after half of it a ping asks whether it is there. So it is if neither audio nor video came for so long since it was asked to play the stream. One that a stream is pushed to is gone when it took or acknowledged nothing for so long.")
    @WithDefault("10s")
    @Range(min = "1s", max = "10m")
    Duration silenceTimeout();

    @Doc("Wait before the second try; it doubles with each further one and is jittered.")
    @WithDefault("1s")
    @Range(min = "100ms", max = "1m")
    Duration backoffMin();

    @Doc("Longest wait between two tries.")
    @WithDefault("30s")
    @Range(min = "100ms", max = "10m")
    Duration backoffMax();

    @Doc("Most streams that are pulled at one time because a callback of `nginx-rtmp` sent their players elsewhere.")
    @WithDefault("100")
    @Range(min = "0", max = "10000")
    int maxCallbackPulls();

    @Doc(
            "Whether a callback of `nginx-rtmp` may have streams relayed with this machine itself, where ports may listen that are for nobody else: `allow` or `refuse`.")
    @WithDefault("refuse")
    Loopback callbackLoopback();

    /** What becomes of a relay with this machine itself that a callback wants. */
    enum Loopback {
        ALLOW,
        REFUSE
    }
}
