package dev.headwater.server.admin;

import java.util.List;

/**
 * What the three probes of Kubernetes ask.
 *
 * @param live a failing check is a reason to kill the process
 * @param ready a failing check is a reason to send nobody here for now
 * @param started a failing check is a reason to wait with the other two
 */
public record HealthChecks(List<HealthCheck> live, List<HealthCheck> ready, List<HealthCheck> started) {
    public HealthChecks {
        live = List.copyOf(live);
        ready = List.copyOf(ready);
        started = List.copyOf(started);
    }
}
