package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Command;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.rtmp.CallerResolver;
import dev.headwater.server.tracing.Trace;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelayIntroductionTest {
    private static final String PLACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final RelayGrants GRANTS =
            new RelayGrants(List.of("a secret of the cluster"), InstantSource.system());

    private static CallerResolver.Caller caller(CallerResolver callers, Map<String, AmfValue> properties) {
        return callers.resolve(new Command.Connect(1, "live", "rtmp://h/live", properties), "192.0.2.1:1");
    }

    @Test
    void placeInATraceIsHeardOfNodesAndNotOnPublicPorts() {
        var told = Map.<String, AmfValue>of(Trace.TRACEPARENT, AmfValue.text(PLACE));
        assertThat(caller(RelayIntroduction.callers(GRANTS), told).traceparent())
                .isEqualTo(PLACE);
        assertThat(caller(CallerResolver.PUBLIC, told).traceparent()).isEmpty();
        assertThat(caller(RelayIntroduction.callers(GRANTS), Map.of()).traceparent())
                .isEmpty();
    }

    @Test
    void placeInATraceGivesNoRightToSpeakForAPublisher() {
        var publisher = new Forwarded("p1", 3);
        var properties =
                new HashMap<>(new RelayIntroduction("192.0.2.7:9", publisher).properties("live", "e1", GRANTS));
        properties.put(RelayIntroduction.NODE, AmfValue.text("e1"));
        properties.put(Trace.TRACEPARENT, AmfValue.text(PLACE));
        var callers = RelayIntroduction.callers(GRANTS);
        assertThat(caller(callers, properties))
                .isEqualTo(new CallerResolver.Caller("192.0.2.7:9", "192.0.2.7:9 via=e1", publisher, PLACE));
        properties.put("publisher", AmfValue.text("p2"));
        assertThat(caller(callers, properties).forwarded()).isEqualTo(Forwarded.NOT);
    }
}
