package dev.headwater.deploy.demo;

import dev.headwater.loadtest.process.ChildProcess;
import dev.headwater.loadtest.process.FreePorts;
import dev.headwater.loadtest.process.OwnProgram;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where one node of the demo listens. All of it is chosen before the node starts, because each must know the other's
 * cluster port.
 *
 * @param role {@code origin} or {@code edge}: its name, and the word of the command line
 */
record DemoNode(String role, int rtmp, int relay, int http, int management, int cluster, int eventBus) {
    /** Takes what is free of the default ports and the ones above them. */
    static DemoNode at(String role, int rtmpPort, FreePorts ports) {
        return new DemoNode(
                role,
                ports.at(rtmpPort),
                ports.at(19_350),
                ports.at(8080),
                ports.at(1985),
                ports.at(5701),
                ports.at(5702));
    }

    /** On whatever ports are free when it opens them, but for the one that the others must know before. */
    static DemoNode anywhere(String role, int clusterPort) {
        return new DemoNode(role, 0, 0, 0, 0, clusterPort, 0);
    }

    /** This program once more, with the same Java, class path and flags, as a node of the cluster {@code name}. */
    ChildProcess start(String clusterName, String listen, List<DemoNode> members, PrintStream log) {
        var command = OwnProgram.again("dev.headwater.deploy.HeadwaterCommand", List.of());
        command.add(role);
        settings(clusterName, listen, members)
                .forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return ChildProcess.start(role, command, log);
    }

    Map<String, String> settings(String clusterName, String listen, List<DemoNode> members) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("node.name", "demo-" + role);
        settings.put("node.host", "127.0.0.1");
        settings.put("rtmp.host", listen);
        settings.put("rtmp.port", Integer.toString(rtmp));
        settings.put("relay.host", "127.0.0.1");
        settings.put("relay.port", Integer.toString(relay));
        settings.put("http.host", listen);
        settings.put("http.port", Integer.toString(http));
        settings.put("management.port", Integer.toString(management));
        settings.put("cluster.name", clusterName);
        settings.put("cluster.host", "127.0.0.1");
        settings.put("cluster.port", Integer.toString(cluster));
        settings.put("cluster.event-bus-port", Integer.toString(eventBus));
        settings.put(
                "cluster.members",
                String.join(
                        ",",
                        members.stream()
                                .map(node -> "127.0.0.1:" + node.cluster)
                                .toList()));
        settings.put("auth.publish", "open");
        settings.put("shutdown.drain-timeout", "0s"); // whoever ends a demo wants the prompt back
        return settings;
    }
}
