package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.AmfProperties;
import dev.headwater.rtmp.amf.AmfValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a server sends a client instead: {@code ex.code=302} in the status of a refused connect or play (rtmp.md 7.1).
 *
 * @param tcUrls where to connect, e.g. {@code rtmp://host/app}, the best first; never empty
 * @param streamName what to play there; empty if nothing was asked for yet
 */
public record Redirect(List<String> tcUrls, String streamName) {
    private static final int FOUND = 302;
    private static final String EX = "ex";
    private static final String CODE = "code";
    private static final String TC_URL = "redirect";

    /** The whole URL of the stream, as SRS has it. */
    private static final String STREAM_URL = "redirect2";

    /** Ours: all of {@code tcUrls}, if there are several. */
    private static final String ALTERNATIVES = "alternatives";

    public Redirect {
        tcUrls = List.copyOf(tcUrls);
        if (tcUrls.isEmpty()) {
            throw new IllegalArgumentException("a redirect to nowhere");
        }
    }

    /** For the status, behind level, code and description. */
    public Map<String, AmfValue> properties() {
        var ex = new AmfProperties().put(CODE, FOUND).put(TC_URL, tcUrls.getFirst());
        if (!streamName.isEmpty()) {
            ex.put(STREAM_URL, tcUrls.getFirst() + "/" + streamName);
        }
        if (tcUrls.size() > 1) {
            ex.put(
                    ALTERNATIVES,
                    AmfValue.array(tcUrls.stream().map(AmfValue::text).toArray(AmfValue[]::new)));
        }
        return Map.of(EX, ex.object());
    }

    /** Empty if the status sends nowhere. The stream's name is not read: it is the one that was asked for. */
    public static Optional<Redirect> of(Status status) {
        var value = status.properties().get(EX);
        if (value == null || !(value.properties().get(CODE) instanceof AmfValue.Num(double code)) || code != FOUND) {
            return Optional.empty();
        }
        var tcUrls = new ArrayList<String>();
        if (value.properties().get(TC_URL) instanceof AmfValue.Text(String best) && !best.isEmpty()) {
            tcUrls.add(best);
        }
        if (value.properties().get(ALTERNATIVES) instanceof AmfValue.StrictArray(List<AmfValue> others)) {
            for (AmfValue other : others) {
                if (other instanceof AmfValue.Text(String tcUrl) && !tcUrl.isEmpty() && !tcUrls.contains(tcUrl)) {
                    tcUrls.add(tcUrl);
                }
            }
        }
        return tcUrls.isEmpty() ? Optional.empty() : Optional.of(new Redirect(tcUrls, ""));
    }
}
