package dev.headwater.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.ext.web.handler.CorsHandler;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class ConfigConvertersTest {
    @Test
    void durationsCarryTheirUnit() {
        var converter = new DurationConverter();
        assertThat(converter.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(converter.convert("4 s")).isEqualTo(Duration.ofSeconds(4));
        assertThat(converter.convert("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(converter.convert("24h")).isEqualTo(Duration.ofDays(1));
        refusesEach(converter, "", "5", "-1s", "1.5s", "PT5S", "5S", "s", "1d", "9999999999s");
    }

    @Test
    void sizesAreBytesUnlessTheySayOtherwise() {
        var converter = new ByteSizeConverter();
        assertThat(converter.convert("65536")).isEqualTo(65_536);
        assertThat(converter.convert("12B")).isEqualTo(12);
        assertThat(converter.convert("64KiB")).isEqualTo(64 << 10);
        assertThat(converter.convert("8 MiB")).isEqualTo(8 << 20);
        assertThat(converter.convert("1GiB")).isEqualTo(1 << 30);
        refusesEach(converter, "", "-1", "8MB", "8k", "1.5MiB", "2GiB", "9999999999GiB");
    }

    @Test
    void sizesOnDisksMayBeLarger() {
        var converter = new DiskSizeConverter();
        assertThat(converter.convert("0")).isZero();
        assertThat(converter.convert("2GiB")).isEqualTo(2L << 30);
        assertThat(converter.convert("1024TiB")).isEqualTo(1L << 50);
        refusesEach(converter, "", "-1", "8TB", "1.5GiB", "9999999999TiB");
    }

    @Test
    void hostsAreNamesOrAddressesAndNothingElse() {
        var converter = new HostConverter();
        for (String host : new String[] {"127.0.0.1", "::", "fe80::1%eth0", "origin-0.headwater.svc", "localhost"}) {
            assertThat(converter.convert(host)).isEqualTo(host);
        }
        refusesEach(converter, "", "http://a", "a:1935", "a b", "[::1]");
    }

    @Test
    void membersHaveAPort() {
        var converter = new MemberConverter();
        assertThat(converter.convert(" origin-0:5701")).isEqualTo("origin-0:5701");
        assertThat(converter.convert("[fd00::1]:5701")).isEqualTo("[fd00::1]:5701");
        refusesEach(converter, "", "a", "a:0", "a:65536", "a:b", ":5701", "fd00::1");
    }

    @Test
    void ratiosAreOfTheWhole() {
        var converter = new RatioConverter();
        assertThat(converter.convert("0")).isZero();
        assertThat(converter.convert(" 0.05")).isEqualTo(0.05);
        assertThat(converter.convert("1")).isOne();
        refusesEach(converter, "", "-0.1", "1.01", "5%", "NaN", "0,5");
    }

    @Test
    void originsAreThoseThatAnswersCanNameAndNothingElse() {
        var converter = new OriginConverter();
        for (String origin :
                new String[] {"*", "https://www.example.com", "http://localhost:3000", "https://[::1]:8443"}) {
            assertThat(converter.convert(origin)).isEqualTo(origin);
            assertThat(CorsHandler.create().addOrigins(List.of(origin))).isNotNull();
        }
        refusesEach(
                converter,
                "",
                "www.example.com",
                "https://*.example.com",
                "https://a_b.example.com",
                "https://a/",
                "https://a;b",
                "https://a:b",
                "https://a:0",
                "https://a:65536",
                "ftp://a");
    }

    private static void refusesEach(Converter<?> converter, String... texts) {
        for (String text : texts) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> converter.convert(text));
        }
    }
}
