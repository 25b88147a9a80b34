package dev.headwater.server.compat;

import dev.headwater.server.admin.Api;
import dev.headwater.server.control.ClusterAnswers;
import dev.headwater.server.metrics.NodeMetrics;
import io.vertx.ext.web.Router;
import java.util.List;

/** All that the management port serves for programs that were written for other servers. */
public final class CompatApi implements Api {
    private final List<Api> apis;

    /** @param version of ours, such as {@code 1.2.0} */
    public CompatApi(ClusterAnswers answers, String nodeId, String version, NodeMetrics metrics) {
        var census = new Census(answers);
        var machine = new Machine(version, metrics);
        apis = List.of(new SrsApi(census, machine, nodeId), new NginxStat(census, machine), new NginxDrop(census));
    }

    @Override
    public void mount(Router router) {
        apis.forEach(api -> api.mount(router));
    }
}
