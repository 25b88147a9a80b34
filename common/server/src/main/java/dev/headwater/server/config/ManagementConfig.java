package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Health, metrics and the API, for operators and probes. */
@Doc("Health, metrics and the API, for operators and probes.")
public interface ManagementConfig {
    @NeedsRestart
    @Doc("Port to listen on; 0 is any free one.")
    @WithDefault("1985")
    @Range(min = "0", max = "65535")
    int port();

    @NeedsRestart
    @Doc(
            "Port with SRS's API under SRS's own paths, beside that of `management.port`, and for the same; 0 is any free one, empty none.")
    Optional<@WithConverter(PortConverter.class) Integer> srsPort();

    @NeedsRestart
    @Doc(
            "Address to listen on. Health and metrics are for whoever reaches it; the API without `management.tokens` for this machine.")
    @WithDefault("127.0.0.1")
    @WithConverter(HostConverter.class)
    String host();

    @Doc(
            "Tokens of the API, each `read sha256:hash` or `write sha256:hash` as `headwater token` prints it: a reader sees, a writer"
                    + " also kicks and drains. With one set, requests without are refused from this machine, too.")
    @Secret
    Optional<List<@WithConverter(TokenEntryConverter.class) TokenEntry>> tokens();
}
