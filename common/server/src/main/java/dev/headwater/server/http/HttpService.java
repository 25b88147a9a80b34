package dev.headwater.server.http;

import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.limits.ConnectLimiter;
import dev.headwater.server.metrics.PortMeters;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the HTTP media ports have in common.
 *
 * @param maxHeaderBytes of a request's first line, and of all its headers ({@code http.max-header-bytes})
 * @param descriptors shared with the other ports for clients
 * @param connects for those who connect
 * @param routes what is served, in the order in which it is asked for
 */
public record HttpService(
        Supplier<HttpSettings> settings,
        int maxHeaderBytes,
        DescriptorBudget descriptors,
        ConnectLimiter connects,
        PortMeters metrics,
        List<MediaRoutes> routes) {
    public HttpService {
        routes = List.copyOf(routes);
    }
}
