package dev.headwater.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.ProtocolException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever bytes come, a session goes on or blames its peer; it never fails by itself, nor does it tell too much. */
class HostileBytesPropertyTest {
    /** One byte of a recording replaced. */
    record Damage(int at, byte value) {}

    @Property(tries = 300)
    void damagedRecordingsAreThePeersFaultAtWorst(
            @ForAll Recording recording, @ForAll("damages") List<Damage> damages) {
        byte[] wire = recording.bytes();
        int behindHandshake = ServerBench.CLIENT_HANDSHAKE_BYTES;
        for (Damage damage : damages) {
            wire[behindHandshake + damage.at() % (wire.length - behindHandshake)] = damage.value();
        }
        assertServerSurvives(new ServerBench(), wire);
    }

    @Property(tries = 300)
    void anyBytesBehindTheHandshakeAreThePeersFaultAtWorst(@ForAll byte[] bytes) {
        assertServerSurvives(new ServerBench().shakeHands(), bytes);
    }

    @Property(tries = 300)
    void anyBytesBehindConnectAreTheServersFaultAtWorst(@ForAll byte[] bytes) {
        var bench = ClientBench.connected();
        bench.session.play("cam");
        try {
            bench.feed(bytes);
        } catch (ProtocolException e) {
            assertThat(bench.session.state()).isEqualTo(SessionState.CLOSED);
        }
        bench.session.close();
    }

    @Provide
    Arbitrary<List<Damage>> damages() {
        return Combinators.combine(Arbitraries.integers().between(0, 12_000), Arbitraries.bytes())
                .as(Damage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static void assertServerSurvives(ServerBench bench, byte[] wire) {
        try {
            bench.feed(wire);
        } catch (ProtocolException e) {
            assertThat(bench.session.state()).isEqualTo(SessionState.CLOSED);
        }
        long started = count(bench, "publish ");
        assertThat(count(bench, "publishEnded ")).isLessThanOrEqualTo(started);
        assertThat(count(bench, "playEnded ")).isLessThanOrEqualTo(count(bench, "play "));
        bench.session.close();
    }

    private static long count(ServerBench bench, String event) {
        return bench.events.stream().filter(line -> line.startsWith(event)).count();
    }
}
