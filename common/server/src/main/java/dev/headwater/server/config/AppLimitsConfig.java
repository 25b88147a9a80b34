package dev.headwater.server.config;

import io.smallrye.config.WithDefault;

/** What of {@link LimitsConfig} may be turned for one app. */
@Doc("How many may publish and play.")
public interface AppLimitsConfig {
    @Doc("Most players of one stream, in the whole cluster; 0 is any number, as for the limits that follow.")
    @WithDefault("0")
    @Range(min = "0", max = "1000000000")
    int playersPerStream();

    @Doc("Most players of the streams of one app, in the whole cluster.")
    @WithDefault("0")
    @Range(min = "0", max = "1000000000")
    int playersPerApp();

    @Doc("Most players from one address, in the whole cluster; an IPv6 address counts as its /64.")
    @WithDefault("0")
    @Range(min = "0", max = "1000000000")
    int playersPerAddress();

    @Doc(
            "Most streams that are published in one app, in the whole cluster. Who publishes a name that is live already needs no room.")
    @WithDefault("0")
    @Range(min = "0", max = "1000000000")
    int publishersPerApp();

    @Doc("The same from one address.")
    @WithDefault("0")
    @Range(min = "0", max = "1000000000")
    int publishersPerAddress();

    @Doc(
            "Most kilobits a second of one publisher. Over it for one limits.publish-window he stands in the log, over it for the next too he is closed.")
    @WithDefault("0")
    @Range(min = "0", max = "10000000")
    int publishKbps();
}
