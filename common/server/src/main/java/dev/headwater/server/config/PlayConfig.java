package dev.headwater.server.config;

import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** Players and their waits. */
@Doc("Players and their waits.")
public interface PlayConfig {
    @Doc(
            "How long a player waits for a stream that nobody publishes; by HTTP a minute at most, then the connection ends.")
    @WithDefault("10s")
    @Range(min = "0s", max = "10m")
    @WithName("wait")
    Duration waitAtMost();

    @Doc("How long players of an edge stay while the node that owns their stream is away.")
    @WithDefault("30s")
    @Range(min = "0s", max = "10m")
    Duration hold();

    @Doc(
            "How long an edge goes on pulling after the last player has left; up to a second more if one is just on its way in.")
    @WithDefault("8s")
    @Range(min = "0s", max = "10m")
    Duration linger();

    @Doc(
            "What an origin does with players: `off` serves them, `edge` sends them to the best edge by an RTMP redirect and"
                    + " serves them only while there is none. Many players (ffmpeg, VLC) do not follow redirects.")
    @WithDefault("off")
    Redirects redirect();

    /** Whether players are sent on. */
    enum Redirects {
        OFF,
        EDGE
    }
}
