package dev.headwater.loadtest.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

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
    void thePressureIsTheTimeThatSomeTaskWaited() {
        assertThat(CpuPressure.read(
                        "some avg10=2.66 avg60=12.10 avg300=9.65 total=51287792\nfull avg10=0.00 total=0\n"))
                .hasValue(51_287_792);
        assertThat(CpuPressure.read("nothing of the kind")).isEmpty();
    }
}
