package dev.headwater.server.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.TestNode;
import dev.headwater.media.StreamKey;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.tracing.Trace;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A port for clients of a cluster of two nodes, of runs 7 and 8. */
class ReturnGateTest {
    private static final StreamKey SHOW = new StreamKey("live", "show");
    private static final PublishDecision LET_IN = new PublishDecision.Refused(StatusCode.STREAM_FAILED, "asked");

    private final LocalNodeDirectory directory = new LocalNodeDirectory();
    private final EventLoop loop = new DefaultEventLoop();
    private final NodesView nodes = new NodesView(directory, System::nanoTime);
    private final ReturnGate gate = new ReturnGate(nodes, request -> Future.succeededFuture(LET_IN));

    @BeforeEach
    void announce() {
        for (long run = 7; run <= 8; run++) {
            directory.announce(TestNode.origin("o" + run).run(run).record()).await();
        }
    }

    @AfterEach
    void close() {
        var _ = loop.shutdownGracefully();
    }

    private PublishDecision publish(StreamKey stream, PushMark pushed) {
        return gate.admit(new PublishRequest(
                        stream,
                        "192.0.2.1:1",
                        Forwarded.NOT,
                        loop,
                        reason -> {},
                        Trace.NONE,
                        Future.succeededFuture(),
                        pushed))
                .await();
    }

    @Test
    void aStreamThatAnyNodeOfTheClusterPushesDoesNotReturnUnderItsName() {
        assertThat(publish(SHOW, PushMark.of(8, SHOW)))
                .isEqualTo(new PublishDecision.Refused(StatusCode.PUBLISH_BAD_NAME, PushMark.REFUSAL));
    }

    @Test
    void whatANodePushesThatCameAMomentAgoDoesNotReturn() {
        nodes.recent().await();
        directory.announce(TestNode.origin("o9").run(9).record()).await();
        assertThat(publish(SHOW, PushMark.of(9, SHOW))).isNotEqualTo(LET_IN);
    }

    @Test
    void aStreamThatTheClusterPushesComesUnderAnotherName() {
        assertThat(publish(new StreamKey("live", "copy"), PushMark.of(8, SHOW))).isEqualTo(LET_IN);
    }

    @Test
    void aStreamThatAnotherClusterPushesComes() {
        assertThat(publish(SHOW, PushMark.of(9, SHOW))).isEqualTo(LET_IN);
    }

    @Test
    void aBroadcasterComes() {
        assertThat(publish(SHOW, PushMark.NONE)).isEqualTo(LET_IN);
    }
}
