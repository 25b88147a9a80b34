package dev.headwater.server.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FlightRecorderTest {
    private static final StreamKey SHOW = new StreamKey("live", "show");

    private final AtomicLong nanos = new AtomicLong();
    private final FlightRecorder recorder = new FlightRecorder(3, 1_000, Duration.ofMinutes(1), 2, nanos::get);
    private final FlightLog log = recorder.log();

    @Test
    void theNewestEventsStay() {
        for (int i = 0; i < 5; i++) {
            log.note("step", Integer.toString(i));
        }
        assertThat(log.events()).extracting(FlightEvent::text).containsExactly("2", "3", "4");
        assertThat(log.forgotten()).isEqualTo(2);
    }

    @Test
    void longEventsMakeRoomForThemselves() {
        for (int i = 0; i < 3; i++) {
            log.note("step", i + "x".repeat(10_000));
        }
        assertThat(log.events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.text()).hasSize(303));
        assertThat(log.forgotten()).isOne();
    }

    @Test
    void theSameAgainIsCounted() {
        log.note("wants", "no VIDEO");
        log.note("wants", "no VIDEO");
        log.note("wants", "VIDEO");
        assertThat(log.events()).extracting(FlightEvent::times).containsExactly(2, 1);
    }

    @Test
    void whatAPeerChoseIsPrintable() {
        log.note("connect", "software=a\r\nb\u001b[2J");
        assertThat(log.events().getFirst().text()).isEqualTo("software=a??b?[2J");
    }

    @Test
    void sessionThatIsOverIsKeptForAWhile() {
        recorder.ended(flight(1));
        assertThat(recorder.ended(1)).contains(flight(1));
        assertThat(recorder.ended(SHOW)).containsExactly(flight(1));
        assertThat(recorder.ended(2)).isEmpty();
        assertThat(recorder.ended(new StreamKey("live", "other"))).isEmpty();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        assertThat(recorder.ended(1)).isEmpty();
    }

    @Test
    void theNewestSessionsStay() {
        for (long client = 1; client <= 4; client++) {
            recorder.ended(flight(client));
        }
        assertThat(recorder.ended(SHOW)).containsExactly(flight(3), flight(4));
    }

    @Test
    void nothingIsKeptWhereNothingIsRecorded() {
        var off = FlightRecorder.OFF.log();
        off.note("step", "1");
        assertThat(off.events()).isEmpty();
        FlightRecorder.OFF.ended(new Flight(Optional.of(1L), Set.of(), true, 0, Flight.Bytes.NONE, off.events()));
        assertThat(FlightRecorder.OFF.ended(1)).isEmpty();
    }

    private static Flight flight(long client) {
        var event = new FlightEvent(Instant.EPOCH, "closed", "", 1);
        return new Flight(Optional.of(client), Set.of(SHOW), true, 0, Flight.Bytes.NONE, List.of(event));
    }
}
