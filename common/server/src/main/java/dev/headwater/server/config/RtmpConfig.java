package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The RTMP server for broadcasters and players, and what one peer may cost. */
@Doc("The RTMP server for broadcasters and players, and what one peer may cost.")
public interface RtmpConfig {
    @NeedsRestart
    @Doc("Port to listen on; 0 is any free one.")
    @WithDefault("1935")
    @Range(min = "0", max = "65535")
    int port();

    @NeedsRestart
    @Doc("Address to listen on.")
    @WithDefault("0.0.0.0")
    @WithConverter(HostConverter.class)
    String host();

    @Doc(
            "Addresses of balancers, as `10.0.0.0/8` or `192.0.2.1`: each of their connections must begin with a PROXY protocol header, version 1 or 2, and nobody else's may.")
    Optional<List<@WithConverter(CidrConverter.class) Cidr>> proxies();

    @Doc("Time for that header; a slower balancer is closed.")
    @WithDefault("3s")
    @Range(min = "100ms", max = "1m")
    Duration proxyTimeout();

    @Doc("Chunk size of what we send.")
    @WithDefault("60000")
    @Range(min = "128", max = "65536")
    @WithConverter(ByteSizeConverter.class)
    int chunkSize();

    @Doc("Window acknowledgement size and peer bandwidth that we announce.")
    @WithDefault("2500000")
    @Range(min = "32KiB", max = "1GiB")
    @WithConverter(ByteSizeConverter.class)
    int windowBytes();

    @Doc("Time for the whole handshake; a slower peer is closed.")
    @WithDefault("5s")
    @Range(min = "100ms", max = "5m")
    Duration handshakeTimeout();

    @Doc("Time from the handshake to publish or play; a slower peer is closed.")
    @WithDefault("10s")
    @Range(min = "100ms", max = "5m")
    Duration connectTimeout();

    @Doc("How often a client is pinged; `0s` is never. No client is closed for not answering.")
    @WithDefault("60s")
    @Range(min = "0s", max = "1h")
    Duration pingInterval();

    @Doc("Most RTMP connections at a time; a further one is closed at once.")
    @Computed("one for each 32 KiB of the largest heap")
    @Range(min = "1", max = "10000000")
    int maxConnections();

    @Doc("Longest message of a publisher that was admitted.")
    @WithDefault("8MiB")
    @Range(min = "64KiB", max = "16777215")
    @WithConverter(ByteSizeConverter.class)
    int maxMessageBytes();

    @Doc("Longest message before that, and of players.")
    @WithDefault("64KiB")
    @Range(min = "4KiB", max = "16777215")
    @WithConverter(ByteSizeConverter.class)
    int maxUnauthorisedMessageBytes();

    @Doc("Most chunk streams of a connection.")
    @WithDefault("64")
    @Range(min = "8", max = "65598")
    int maxChunkStreams();

    @Doc(
            "Most bytes of unfinished messages that a publisher's connection may hold; any other holds four times `rtmp.max-unauthorised-message-bytes` at most.")
    @WithDefault("16MiB")
    @Range(min = "64KiB", max = "1GiB")
    @WithConverter(ByteSizeConverter.class)
    int maxPartialBytes();

    @Doc("Most message streams of a connection.")
    @WithDefault("8")
    @Range(min = "1", max = "1024")
    int maxMessageStreams();

    @Doc("Deepest nesting of an AMF value.")
    @WithDefault("32")
    @Range(min = "4", max = "256")
    int maxAmfDepth();

    @Doc("Most AMF values in a message.")
    @WithDefault("4096")
    @Range(min = "64", max = "1000000")
    int maxAmfNodes();

    @Doc("Longest app and longest stream name.")
    @WithDefault("256")
    @Range(min = "16", max = "4096")
    @WithConverter(ByteSizeConverter.class)
    int maxNameBytes();

    @Doc("Longest metadata message.")
    @WithDefault("64KiB")
    @Range(min = "1KiB", max = "8MiB")
    @WithConverter(ByteSizeConverter.class)
    int maxMetadataBytes();
}
