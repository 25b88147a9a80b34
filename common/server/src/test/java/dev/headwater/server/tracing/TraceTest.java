package dev.headwater.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Future;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    private static final String TOLD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String UNSAMPLED = TOLD.substring(0, TOLD.length() - 1) + "0";

    private final Trace root = Trace.root(SdkTracerProvider.builder()
            .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
            .build()
            .get("test"));

    @Test
    void placeOfAnotherNodeIsToldAsItCame() { // W3C Trace Context, 3.2.2
        assertThat(root.at(TOLD).traceparent()).isEqualTo(TOLD);
        assertThat(root.at(TOLD).id()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"
            })
    void whatIsNoPlaceIsNotHeard(String told) {
        assertThat(root.at(told)).isSameAs(root);
    }

    @Test
    void spanBelowIsOfTheSameTraceAndHasAPlaceOfItsOwn() {
        var span = root.at(TOLD).serve("play", Instant.now());
        assertThat(span.trace().id()).isEqualTo(root.at(TOLD).id());
        assertThat(span.trace().traceparent()).startsWith(TOLD.substring(0, 36)).isNotEqualTo(TOLD);
    }

    @Test
    void whatAnotherNodeDoesNotTraceIsNotTracedHereButToldOn() {
        var span = root.at(UNSAMPLED).ask("pull");
        assertThat(span.isRecording()).isFalse();
        assertThat(span.trace().id()).isEmpty();
        assertThat(span.trace().traceparent()).endsWith("-00");
    }

    @Test
    void endedSpanHearsNothingAndKeepsItsPlace() {
        var span = root.begin("play");
        String place = span.trace().traceparent();
        span.end();
        span.note("late", "");
        span.fail("late");
        assertThat(span.isRecording()).isFalse();
        assertThat(span.trace().traceparent()).isEqualTo(place);
    }

    @Test
    void nothingIsMadeWhileTracingIsOff() {
        assertThat(Trace.NONE.begin("a")).isSameAs(TraceSpan.NONE);
        assertThat(Trace.NONE.ask("a")).isSameAs(TraceSpan.NONE);
        assertThat(Trace.NONE.serve("a", Instant.now())).isSameAs(TraceSpan.NONE);
        assertThat(Trace.NONE.at(TOLD)).isSameAs(Trace.NONE);
        var work = Future.succeededFuture();
        assertThat(Trace.NONE.during("a", () -> work)).isSameAs(work);
        assertThat(TraceSpan.NONE.trace().traceparent()).isEmpty();
        assertThat(TraceSpan.NONE.trace().id()).isEmpty();
    }

    @Test
    void statesThatComeAfterTheWayIsOverAreNotOfItsTrace() {
        var way = new StateTrace(root.begin("pull"));
        assertThat(way.enter("resolving").isRecording()).isTrue();
        way.end();
        assertThat(way.enter("resolving")).isSameAs(TraceSpan.NONE);
    }
}
