package dev.headwater.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.Refusals;
import dev.headwater.cluster.TestNode;
import dev.headwater.media.StreamKey;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.tracing.Trace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EdgeRedirectTest {
    private final LocalNodeDirectory nodes = new LocalNodeDirectory();
    private long now;
    private final EdgeRedirect redirect = new EdgeRedirect(
            new EdgeChoice(new NodesView(nodes, () -> now += 10_000_000_000L), RandomGenerator.of("L64X128MixRandom")),
            "west",
            request -> Future.succeededFuture(PlayDecision.NOT_FOUND));

    private void edge(String id, double load, int rtmpPort, int rtmpsPort) {
        edge(id, load, rtmpPort, rtmpsPort, Refusals.NONE);
    }

    private void edge(String id, double load, int rtmpPort, int rtmpsPort, Refusals refusals) {
        nodes.announce(TestNode.edge(id)
                .zone("west")
                .hosts("10.0.0." + id, "127.0.0.1", "2001:db8::" + id)
                .rtmp(rtmpPort)
                .rtmps(rtmpsPort)
                .load(load)
                .refusals(refusals)
                .record());
    }

    private PlayDecision open(boolean withinTls) {
        return redirect.open(new PlayRequest(
                        new StreamKey("live", "news"),
                        "",
                        "192.0.2.1:1",
                        withinTls,
                        reason -> {},
                        Trace.NONE,
                        Promise.<Void>promise().future()))
                .await();
    }

    @Test
    void whoCameByTlsIsSentToEdgesThatSpeakIt() {
        edge("1", 0.1, 1935, 0);
        edge("2", 0.5, 1935, 1936);
        assertThat(open(true)).isEqualTo(new PlayDecision.Elsewhere(List.of("[2001:db8::2]:1936")));
        assertThat(open(false))
                .isEqualTo(new PlayDecision.Elsewhere(List.of("[2001:db8::1]:1935", "[2001:db8::2]:1935")));
    }

    @Test
    void whoCameByTlsIsServedHereWhileNoEdgeSpeaksIt() {
        edge("1", 0.1, 1935, 0);
        assertThat(open(true)).isEqualTo(PlayDecision.NOT_FOUND);
    }

    @Test
    void nobodyIsSentToAnEdgeThatRefusesHim() {
        edge("1", 1, 1935, 1936, new Refusals(true, false, false));
        assertThat(open(false)).isEqualTo(PlayDecision.NOT_FOUND);
        edge("2", 1, 1935, 1936, new Refusals(false, true, true));
        assertThat(open(true)).isEqualTo(new PlayDecision.Elsewhere(List.of("[2001:db8::2]:1936")));
    }
}
