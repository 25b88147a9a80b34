package dev.headwater.server.relay;

import dev.headwater.cluster.StreamDirectory;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.metrics.NodeMetrics;
import io.netty.util.concurrent.EventExecutor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a pull stands on.
 *
 * @param detours of all pulls of this node
 */
record PullPorts(
        StreamDirectory directory,
        DetourChoice detours,
        Upstreams upstreams,
        StreamFactory streams,
        RelaySelf self,
        NodeMetrics metrics,
        RandomGenerator random,
        Consumer<StreamPull> onEnded) {

    /** Makes the stream that the players of a pull join. */
    @FunctionalInterface
    interface StreamFactory {
        LiveStream create(StreamKey key, EventExecutor loop, LiveStream.StreamListener listener);
    }
}
