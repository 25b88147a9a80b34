package dev.headwater.server.compat;

import dev.headwater.server.admin.Api;
import dev.headwater.server.control.ClusterAnswers;
import dev.headwater.server.metrics.NodeMetrics;
import io.vertx.ext.web.Router;
import java.util.List;

/** All that the management port serves for programs that were written for other servers. */
public final class CompatApi implements Api {
    private final SrsApi srs;
    private final List<Api> apis;

    /** @param version of ours, such as {@code 1.2.0} */
    public CompatApi(ClusterAnswers answers, String nodeId, String version, NodeMetrics metrics) {
        var census = new Census(answers);
        var machine = new Machine(version, metrics);
        srs = new SrsApi(census, machine, nodeId);
        apis = List.of(srs, new NginxStat(census, machine), new NginxDrop(census));
    }

    /** SRS's API under SRS's own paths, for a port that has nothing else. */
    public Api srs() {
        return srs::mountAlone;
    }

    @Override
    public void mount(Router router) {
        apis.forEach(api -> api.mount(router));
    }
}
