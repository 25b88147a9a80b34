package dev.headwater.server.relay;

import dev.headwater.rtmp.amf.AmfValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node adds to Play.Start on its relay port.
 *
 * @param timelineMs a recent position on the stream's timeline: tells the upper bits that RTMP's 32 cannot carry
 * @param path ids of the nodes that the stream comes through: its owner first, the greeting one last. It stands as long as
 *     the connection does, since a node that loses its upstream ends those that pull from it.
 */
public record RelayGreeting(Epoch epoch, long timelineMs, List<String> path) {
    private static final String EPOCH = "epoch";
    private static final String ORIGIN = "origin";
    private static final String TIMELINE = "timeline";
    private static final String PATH = "path";

    public RelayGreeting {
        path = List.copyOf(path);
    }

    /** The greeting of a node that pulls from one that greeted so. */
    RelayGreeting through(String node, long nowMs) {
        var longer = new ArrayList<>(path);
        longer.add(node);
        return new RelayGreeting(epoch, nowMs, longer);
    }

    public Map<String, AmfValue> properties() {
        var properties = new LinkedHashMap<String, AmfValue>();
        properties.put(EPOCH, AmfValue.number((double) epoch.number()));
        properties.put(ORIGIN, AmfValue.text(epoch.originId()));
        properties.put(TIMELINE, AmfValue.number((double) timelineMs));
        properties.put(PATH, AmfValue.text(String.join(",", path)));
        return properties;
    }

    /** Empty if the properties are not of a relay port of ours. */
    static Optional<RelayGreeting> read(Map<String, AmfValue> properties) {
        if (properties.get(EPOCH) instanceof AmfValue.Num(double epoch)
                && properties.get(ORIGIN) instanceof AmfValue.Text(String origin)
                && properties.get(TIMELINE) instanceof AmfValue.Num(double timeline)
                && epoch >= 1
                && timeline >= 0) {
            List<String> path = properties.get(PATH) instanceof AmfValue.Text(String ids)
                    ? List.of(ids.split(",", -1))
                    : List.of(origin); // of a version before the tree
            return Optional.of(new RelayGreeting(new Epoch((long) epoch, origin), (long) timeline, path));
        }
        return Optional.empty();
    }
}
