package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where traces go. */
@Doc(
        "OpenTelemetry traces of how publishes and plays begin; [operations.md](operations.md#traces) tells what is in them.")
@NeedsRestart
public interface TracingConfig {
    @Doc("Where spans are sent by OTLP over HTTP, such as `http://127.0.0.1:4318/v1/traces`. Empty: nothing is traced.")
    Optional<@WithConverter(HttpUrlConverter.class) URI> endpoint();

    @Doc(
            "Share of the clients that are traced, from 0 to 1; where another node tells of a trace, that node's word counts.")
    @WithDefault("1")
    @WithConverter(RatioConverter.class)
    double ratio();

    @Doc("Most spans that wait to be sent or are being sent; what is over that is dropped.")
    @WithDefault("2048")
    @Range(min = "1", max = "100000")
    int maxQueued();

    @Doc("How long a call to the endpoint may take; what it did not take by then is lost.")
    @WithDefault("5s")
    @Range(min = "100ms", max = "30s")
    Duration timeout();
}
