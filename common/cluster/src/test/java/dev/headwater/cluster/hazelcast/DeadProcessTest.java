package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DeadProcessTest {
    @Test
    void aPortThatIsClosedIsOfTheDead() throws IOException {
        InetSocketAddress address;
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = (InetSocketAddress) listening.getLocalSocketAddress();
        }
        assertThat(DeadProcess.was(address)).isTrue();
    }

    @Test
    void whoListensAndDoesNotAcceptMayStandStill() throws IOException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(DeadProcess.was((InetSocketAddress) listening.getLocalSocketAddress()))
                    .isFalse();
        }
    }
}
