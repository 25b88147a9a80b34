package dev.headwater.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;
import org.junit.jupiter.api.Test;

class MachineLimitsTest {
    private static final MachineLimits LIMITS = new MachineLimits(20_000, 8_000);

    @Test
    void tooFewFileDescriptorsAreNamedWithTheWayOut() {
        assertThatThrownBy(() -> LIMITS.require(20_001, loopback(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("may open only 20000 more")
                .hasMessageContaining("ulimit -n");
    }

    @Test
    void tooFewPortsAreNamedWithTheWayOut() {
        assertThatThrownBy(() -> LIMITS.require(8_001, LocalAddresses.ANY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--local-address")
                .hasMessageContaining("ip_local_port_range");
    }

    @Test
    void eachLocalAddressHasPortsOfItsOwn() {
        assertThatCode(() -> LIMITS.require(16_000, loopback(2))).doesNotThrowAnyException();
        assertThat(LIMITS.describe(LocalAddresses.ANY)).contains("out of ports");
        assertThat(LIMITS.describe(loopback(3))).contains("out of file descriptors");
    }

    @Test
    void towardsLoopbackThereAreAsManyAddressesAsNeeded() {
        assertThat(LIMITS.addressesFor(20_000)).isEqualTo(4);
        assertThat(loopback(3).all())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("127.0.0.1", "127.0.0.2", "127.0.0.3");
    }

    @Test
    void towardsOthersTheKernelChooses() throws UnknownHostException {
        assertThat(LocalAddresses.towards(InetAddress.getByName("192.0.2.1"), 3))
                .isEqualTo(LocalAddresses.ANY);
    }

    @Test
    void thisMachineHasLimits() {
        assertThat(MachineLimits.read().freeFileDescriptors()).isPositive();
        assertThat(MachineLimits.read().portsPerAddress()).isPositive();
    }

    @Test
    void theRangeOfPortsIsTheKernels() throws IOException {
        var file = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
        assumeThat(file).exists();
        try (var range = new Scanner(file, StandardCharsets.US_ASCII)) {
            int first = range.nextInt();
            int last = range.nextInt();

            assertThat(MachineLimits.read().portsPerAddress()).isEqualTo(last - first + 1);
        }
    }

    private static LocalAddresses loopback(int wanted) {
        return LocalAddresses.towards(InetAddress.getLoopbackAddress(), wanted);
    }
}
