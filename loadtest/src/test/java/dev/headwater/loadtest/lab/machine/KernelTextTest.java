package dev.headwater.loadtest.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KernelTextTest {
    @Test
    void theStateOfAProcessStandsBehindItsNameWhateverThatHolds() {
        assertThat(ProcessState.read("4711 (a ) T b) S 1 4711")).isEqualTo(ProcessState.ALIVE);
        assertThat(ProcessState.read("4711 (java) T 1 4711")).isEqualTo(ProcessState.STOPPED);
        assertThat(ProcessState.read("4711 (java) Z 1 4711")).isEqualTo(ProcessState.GONE);
    }

    @Test
    void thisProcessIsAliveAndOneThatCannotBeIsGone() {
        assertThat(ProcessState.of(ProcessHandle.current().pid())).isEqualTo(ProcessState.ALIVE);
        assertThat(ProcessState.of(Integer.MAX_VALUE)).isEqualTo(ProcessState.GONE);
    }

    @Test
    void processorTimeIsThatOfUserAndKernelInTicks() {
        String stat = "4711 (a ) b) S 1 4711 4711 0 -1 4194560 9000 0 12 0 250 50 7 8 20 0 40 0 1000 1 1";
        assertThat(ProcessFigures.readCpu(stat)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aBucketIsOverItsRateAsOftenAsTheLinesBelowItsHandleSay() {
        String text = """
                qdisc htb 1: root refcnt 3 r2q 10 default 0
                 Sent 1000 bytes 10 pkt (dropped 0, overlimits 7 requeues 0)
                qdisc tbf 11: parent 1:1 rate 600Kbit burst 8Kb lat 200ms
                 Sent 500 bytes 5 pkt (dropped 1, overlimits 42 requeues 0)
                """;
        assertThat(SlowLink.timesOverRate(text, "11:")).isEqualTo(42);
        assertThat(SlowLink.timesOverRate(text, "12:")).isZero();
    }

    @Test
    void thePressureIsTheTimeThatSomeTaskWaited() {
        assertThat(CpuPressure.read(
                        "some avg10=2.66 avg60=12.10 avg300=9.65 total=51287792\nfull avg10=0.00 total=0\n"))
                .hasValue(51_287_792);
        assertThat(CpuPressure.read("nothing of the kind")).isEmpty();
    }
}
