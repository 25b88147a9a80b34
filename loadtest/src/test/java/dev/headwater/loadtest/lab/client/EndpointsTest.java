package dev.headwater.loadtest.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.client.StreamUrl;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final StreamUrl.Server A = new StreamUrl.Server("a", 1935);
    private static final StreamUrl.Server B = new StreamUrl.Server("b", 1935);
    private static final StreamUrl.Server C = new StreamUrl.Server("c", 1935);

    @Test
    void inTurnEachTryIsAtTheNextOneWhoeverIsThere() {
        var endpoints = Endpoints.inTurn(List.of(A, B));
        assertThat(endpoints.enter(0)).isEqualTo(A);
        assertThat(endpoints.enter(2)).isEqualTo(A);
        assertThat(endpoints.enter(3)).isEqualTo(B);
    }

    @Test
    void byLeastClientsWhoeverLeavesAnOldServerComesToTheNewOne() {
        var endpoints = Endpoints.leastClients(List.of(A, B));
        for (int turn = 0; turn < 4; turn++) {
            endpoints.enter(turn);
        }
        endpoints.are(List.of(B, C)); // A is to go
        for (int turn = 1; turn < 3; turn++) {
            endpoints.left(A);
            assertThat(endpoints.enter(turn)).isEqualTo(C);
        }
    }
}
