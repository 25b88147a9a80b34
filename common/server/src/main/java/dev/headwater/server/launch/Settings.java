package dev.headwater.server.launch;

import dev.headwater.cluster.ClusterSettings;
import dev.headwater.cluster.Succession;
import dev.headwater.media.hub.LiveStream.HubLimits;
import dev.headwater.rtmp.session.ServerSettings;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.RtmpConfig;
import java.util.List;

/** The configuration in the words of the modules below, which know no configuration. */
public final class Settings {
    private Settings() {}

    /** @param lite see {@link ClusterSettings#lite} */
    public static ClusterSettings cluster(NodeConfig config, boolean lite) {
        var cluster = config.cluster();
        return new ClusterSettings(
                cluster.name(),
                config.node().name(),
                config.node().zone(),
                cluster.host(),
                config.node().host(),
                cluster.port(),
                cluster.eventBusPort(),
                cluster.members().orElse(List.of()),
                lite,
                new Succession(cluster.announceInterval(), cluster.recordLife(), cluster.tombstoneLife()));
    }

    public static SessionLimits sessionLimits(RtmpConfig rtmp) {
        return new SessionLimits(
                rtmp.maxMessageBytes(),
                rtmp.maxUnauthorisedMessageBytes(),
                rtmp.maxChunkStreams(),
                rtmp.maxPartialBytes(),
                rtmp.maxAmfDepth(),
                rtmp.maxAmfNodes(),
                rtmp.maxMessageStreams(),
                rtmp.maxNameBytes(),
                rtmp.maxMetadataBytes());
    }

    public static ServerSettings session(RtmpConfig rtmp) {
        return new ServerSettings(rtmp.chunkSize(), rtmp.windowBytes());
    }

    public static HubLimits hub(NodeConfig config) {
        return new HubLimits(
                config.gopCache().maxDuration(),
                config.gopCache().maxBytes(),
                config.player().queueDuration(),
                config.player().queueBytes(),
                config.player().stuckAfter(),
                System::nanoTime);
    }
}
