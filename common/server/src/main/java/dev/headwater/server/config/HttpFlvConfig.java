package dev.headwater.server.config;

import io.smallrye.config.WithDefault;

/** FLV over HTTP and WebSocket. */
@Doc("FLV over HTTP and WebSocket: `/{app}/{stream}.flv` of the HTTP media server.")
public interface HttpFlvConfig {
    @Doc(
            "How HEVC is told to players: `enhanced` as Enhanced RTMP has it (`hvc1`), `legacy` by codec id 12, which older Chinese players"
                    + " want. A player may ask for either (`?hevc=legacy`).")
    @WithDefault("enhanced")
    Hevc hevc();

    /** Forms of HEVC in FLV. */
    enum Hevc {
        ENHANCED,
        LEGACY
    }
}
