package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Client;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.tracing.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantedAccessTest {
    private static final StreamKey SHOW = new StreamKey("live", "show");
    private static final RelayAddress HERE = new RelayAddress("10.0.0.1", 19_350);
    private static final RelayAddress ELSEWHERE = new RelayAddress("10.0.0.2", 19_350);
    private static final String QUERY = "node=edge-1&zone=";

    private final RelayGrants grants = grants("a secret of at least 16 characters");
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("here", "", "origin", "test"));

    private static RelayGrants grants(String... secrets) {
        return new RelayGrants(List.of(secrets), InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000)));
    }

    private Verdict decide(RelayGrants by, String query) {
        var client = new Client(InetAddress.getLoopbackAddress(), "", "", "", "", "", "", "", Trace.NONE);
        return new GrantedAccess(by, () -> HERE, metrics.access)
                .authorise(new Attempt(Action.PLAY, SHOW, query, client))
                .await();
    }

    @Test
    void aGrantOpensTheNodeThatItIsForAndNoOther() {
        assertThat(decide(grants, GrantedAccess.granted(grants, Action.PLAY, SHOW, HERE, QUERY)))
                .isInstanceOf(Verdict.Allowed.class);
        String stolen = GrantedAccess.granted(grants, Action.PLAY, SHOW, ELSEWHERE, QUERY);
        assertThat(decide(grants, stolen)).isInstanceOfSatisfying(Verdict.Denied.class, denied -> {
            assertThat(denied.denial()).isEqualTo(Denial.BAD_CREDENTIAL);
            assertThat(denied.explanation())
                    .contains("for the relay port 10.0.0.2:19350, and this one is 10.0.0.1:19350");
        });
        assertThat(decide(grants, stolen.replace("&to=10.0.0.2:19350", "")))
                .as("whom it is for cannot be taken away")
                .isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void anOlderNodeDoesNotSayForWhomItIs() {
        String old = QUERY + "&grant=" + grants.sign("play", SHOW.toString(), QUERY);
        assertThat(decide(grants, old)).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void withoutASecretItDoesNotMatter() {
        var open = grants();
        assertThat(decide(open, GrantedAccess.granted(open, Action.PLAY, SHOW, ELSEWHERE, QUERY)))
                .isInstanceOf(Verdict.Allowed.class);
    }
}
