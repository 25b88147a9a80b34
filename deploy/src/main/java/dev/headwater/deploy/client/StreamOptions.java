package dev.headwater.deploy.client;

import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.command.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How a server is reached; a picocli mixin. */
final class StreamOptions {
    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long to wait for the connection, and for what is to come. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ZERO;

    @Option(names = "--insecure", description = "Within TLS: take any certificate of the server.")
    private boolean insecure;

    Duration timeout() {
        return timeout;
    }

    /** A client for the stream, on a loop of its own. */
    OneClient open(StreamUrl url) {
        return OneClient.of(url, timeout, insecure);
    }
}
