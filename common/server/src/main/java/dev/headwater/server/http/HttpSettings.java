package dev.headwater.server.http;

import java.time.Duration;
import java.util.List;

/**
 * How the HTTP media ports serve whoever comes from now on.
 *
 * @param requestTimeout within which the first request of a connection must have come ({@code http.request-timeout})
 * @param maxConnections that are open at a time on all event loops ({@code http.max-connections})
 * @param corsOrigins pages that may read what is served here; {@code *} is all ({@code http.cors-origins})
 */
public record HttpSettings(Duration requestTimeout, int maxConnections, List<String> corsOrigins) {
    public HttpSettings {
        corsOrigins = List.copyOf(corsOrigins);
    }
}
