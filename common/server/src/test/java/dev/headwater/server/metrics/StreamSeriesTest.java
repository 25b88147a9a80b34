package dev.headwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.metrics.StreamSeries.Figures;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamSeriesTest {
    @Test
    void seriesOfAStreamAreThereWhileItIsShown() {
        try (var registry = new MetricsRegistry()) {
            var series = new StreamSeries(registry.registry());
            var one = new Figures("live", "one", 3, 4e6, 25, 7);
            series.show(List.of(one, new Figures("live", "two", 1, 0, 0, 0)));
            assertThat(registry.scrape())
                    .contains("headwater_stream_players{app=\"live\",stream=\"one\"} 3.0")
                    .contains("headwater_stream_bits_per_second{app=\"live\",stream=\"one\"} 4000000.0")
                    .contains("headwater_stream_dropped_frames{app=\"live\",stream=\"one\"} 7.0")
                    .contains("stream=\"two\"");
            series.show(List.of(new Figures("live", "one", 2, 4e6, 25, 7)));
            assertThat(registry.scrape())
                    .contains("headwater_stream_players{app=\"live\",stream=\"one\"} 2.0")
                    .doesNotContain("stream=\"two\"");
            series.show(List.of());
            assertThat(registry.scrape()).doesNotContain("stream=\"");
        }
    }
}
