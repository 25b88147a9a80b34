package dev.headwater.server.relay;

import dev.headwater.rtmp.amf.AmfValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an owner adds to Play.Start on its relay port.
 *
 * @param timelineMs a recent position on the stream's timeline: tells the upper bits that RTMP's 32 cannot carry
 */
public record RelayGreeting(Epoch epoch, long timelineMs) {
    private static final String EPOCH = "epoch";
    private static final String ORIGIN = "origin";
    private static final String TIMELINE = "timeline";

    public Map<String, AmfValue> properties() {
        var properties = new LinkedHashMap<String, AmfValue>();
        properties.put(EPOCH, AmfValue.number((double) epoch.number()));
        properties.put(ORIGIN, AmfValue.text(epoch.originId()));
        properties.put(TIMELINE, AmfValue.number((double) timelineMs));
        return properties;
    }

    /** Empty if the properties are not of a relay port of ours. */
    static Optional<RelayGreeting> read(Map<String, AmfValue> properties) {
        if (properties.get(EPOCH) instanceof AmfValue.Num(double epoch)
                && properties.get(ORIGIN) instanceof AmfValue.Text(String origin)
                && properties.get(TIMELINE) instanceof AmfValue.Num(double timeline)
                && epoch >= 1
                && timeline >= 0) {
            return Optional.of(new RelayGreeting(new Epoch((long) epoch, origin), (long) timeline));
        }
        return Optional.empty();
    }
}
