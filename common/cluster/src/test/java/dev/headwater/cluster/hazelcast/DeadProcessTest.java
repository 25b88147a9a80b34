package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DeadProcessTest {
    private static final String HERE = InetAddress.getLoopbackAddress().getHostAddress();

    @Test
    void aPortThatIsClosedIsOfTheDead() throws IOException {
        int port;
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listening.getLocalPort();
        }
        assertThat(DeadProcess.was(HERE, port)).isTrue();
    }

    @Test
    void whoListensAndDoesNotAcceptMayStandStill() throws IOException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(DeadProcess.was(HERE, listening.getLocalPort())).isFalse();
        }
    }

    @Test
    void ofAHostWithoutAnAddressNothingIsKnown() {
        assertThat(DeadProcess.was("gone.invalid", 5_701)).isFalse();
    }
}
