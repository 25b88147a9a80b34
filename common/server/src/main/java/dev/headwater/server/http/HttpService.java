package dev.headwater.server.http;

import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.metrics.PortMeters;
import java.time.Duration;
import java.util.List;

/**
 * What the HTTP media ports have in common.
 *
 * @param requestTimeout within which the first request of a connection must have come ({@code http.request-timeout})
 * @param maxHeaderBytes of a request's first line, and of all its headers ({@code http.max-header-bytes})
 * @param maxConnections that are open at a time on all event loops ({@code http.max-connections})
 * @param corsOrigins pages that may read what is served here; {@code *} is all ({@code http.cors-origins})
 * @param descriptors shared with the other ports for clients
 * @param routes what is served, in the order in which it is asked for
 */
public record HttpService(
        Duration requestTimeout,
        int maxHeaderBytes,
        int maxConnections,
        List<String> corsOrigins,
        DescriptorBudget descriptors,
        PortMeters metrics,
        List<MediaRoutes> routes) {
    public HttpService {
        corsOrigins = List.copyOf(corsOrigins);
        routes = List.copyOf(routes);
    }
}
