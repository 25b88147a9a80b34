package dev.headwater.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostNamesTest {
    @Test
    void addressNeedsNoName() {
        var names = HostNames.of("edge-1", "10.0.0.1");
        assertThat(List.of("10.0.0.2", "::1", "[::1]", "[fe80::1]", "Edge-1", "LOCALHOST"))
                .allMatch(names::has);
        assertThat(List.of("", "edge-2", "1.2.3", "0x7f000001", "localhost.", "[evil]"))
                .noneMatch(names::has);
    }
}
