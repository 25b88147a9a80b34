package dev.headwater.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void takesTheNextPortWhenTheWantedOneIsTaken() throws IOException {
        try (var taken = new ServerSocket(0)) {
            assertThat(new FreePorts().at(taken.getLocalPort())).isGreaterThan(taken.getLocalPort());
        }
    }

    @Test
    void givesNoPortTwice() {
        var ports = new FreePorts();
        int first = ports.at(21_000);

        assertThat(ports.at(first)).isGreaterThan(first);
    }
}
