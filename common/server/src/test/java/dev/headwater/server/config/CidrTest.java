package dev.headwater.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CidrTest {
    @Test
    void aBlockHoldsTheAddressesOfItsPrefix() throws UnknownHostException {
        assertThat(Cidr.parse("10.32.0.0/11").contains(address("10.63.255.255")))
                .isTrue();
        assertThat(Cidr.parse("10.32.0.0/11").contains(address("10.64.0.0"))).isFalse();
        assertThat(Cidr.parse("10.32.0.0/11").contains(address("10.31.255.255")))
                .isFalse();
        assertThat(Cidr.parse("0.0.0.0/0").contains(address("203.0.113.9"))).isTrue();
        assertThat(Cidr.parse("2001:db8:8000::/33").contains(address("2001:db8:ffff::1")))
                .isTrue();
        assertThat(Cidr.parse("2001:db8:8000::/33").contains(address("2001:db8:7fff::1")))
                .isFalse();
    }

    @Test
    void oneAddressIsABlockOfItself() throws UnknownHostException {
        assertThat(Cidr.parse("192.0.2.1")).isEqualTo(Cidr.parse("192.0.2.1/32"));
        assertThat(Cidr.parse("192.0.2.1").contains(address("192.0.2.1"))).isTrue();
        assertThat(Cidr.parse("192.0.2.1").contains(address("192.0.2.2"))).isFalse();
        assertThat(Cidr.parse("::1").toString()).isEqualTo("::1/128");
    }

    @Test
    void theTwoFamiliesDoNotMix() throws UnknownHostException {
        assertThat(Cidr.parse("0.0.0.0/0").contains(address("::1"))).isFalse();
        assertThat(Cidr.parse("::/0").contains(address("192.0.2.1"))).isFalse();
    }

    @Test
    void anIpv4AddressMayBeWrittenAsAnIpv6One() throws UnknownHostException {
        assertThat(Cidr.parse("::ffff:192.0.2.1")).isEqualTo(Cidr.parse("192.0.2.1"));
        assertThat(Cidr.parse("192.0.2.0/24").contains(address("::ffff:192.0.2.1")))
                .isTrue();
    }

    @Test
    void whatIsNoBlockIsRefusedWithWhatIs() {
        assertThatThrownBy(() -> Cidr.parse("balancer.example"))
                .hasMessage("expected addresses as 10.0.0.0/8, 192.0.2.1 or 2001:db8::/32");
        assertThatThrownBy(() -> Cidr.parse("10.0.0.0/33")).hasMessage("expected a prefix of 0 to 32 bits");
        assertThatThrownBy(() -> Cidr.parse("10.0.0.0/")).hasMessage("expected a prefix of 0 to 32 bits");
        assertThatThrownBy(() -> Cidr.parse("10.1.2.3/8"))
                .hasMessage("expected no bits after the prefix, as in 10.0.0.0/8");
    }

    @Test
    void aSetHoldsTheAddressesOfAllItsBlocks() throws UnknownHostException {
        var set = new AddressSet(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8::/32")));
        assertThat(set.contains(address("10.1.2.3"))).isTrue();
        assertThat(set.contains(address("2001:db8::5"))).isTrue();
        assertThat(set.contains(address("192.0.2.1"))).isFalse();
        assertThat(AddressSet.EMPTY.contains(address("192.0.2.1"))).isFalse();
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
