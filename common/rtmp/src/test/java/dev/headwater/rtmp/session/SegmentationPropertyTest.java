package dev.headwater.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.chunk.MediaChunks;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.ControlMessage.WindowAckSize;
import dev.headwater.rtmp.message.PublishType;
import dev.headwater.rtmp.message.UserControl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However a socket cuts a stream of bytes, both sides tell and answer the same. */
class SegmentationPropertyTest {
    private static final byte[] LONG_PUBLISH = longPublish();
    private static final byte[] LONG_PLAY = longPlay();

    @Property(tries = 60)
    void serverHearsTheSameOfARealClient(@ForAll Recording recording, @ForAll("cuts") List<Integer> cuts) {
        assertServerHearsTheSame(recording.bytes(), cuts);
    }

    /** Acknowledgements among others leave at the same places. */
    @Property(tries = 30)
    void serverHearsTheSameOfALongPublish(@ForAll("cuts") List<Integer> cuts) {
        assertServerHearsTheSame(LONG_PUBLISH, cuts);
    }

    @Property(tries = 30)
    void clientHearsTheSameOfALongPlay(@ForAll("cuts") List<Integer> cuts) {
        var whole = playing();
        whole.feed(LONG_PLAY);
        var cut = playing();
        feedCut(LONG_PLAY, cuts, cut::feed);

        assertThat(whole.events).hasSizeGreaterThan(40);
        assertThat(cut.events).isEqualTo(whole.events);
        assertThat(cut.takeWritten()).isEqualTo(whole.takeWritten());
    }

    /** Lengths of the pieces, over and over: some of single bytes, some longer than a chunk. */
    @Provide
    Arbitrary<List<Integer>> cuts() {
        Arbitrary<Integer> pieces = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 20), Arbitraries.integers().between(1, 30_000));
        return pieces.list().ofMinSize(1).ofMaxSize(30);
    }

    private static void assertServerHearsTheSame(byte[] wire, List<Integer> cuts) {
        var whole = new ServerBench();
        whole.feed(wire);
        var cut = new ServerBench();
        feedCut(wire, cuts, cut::feed);

        assertThat(whole.events).isNotEmpty();
        assertThat(cut.events).isEqualTo(whole.events);
        assertThat(cut.takeWritten()).isEqualTo(whole.takeWritten());
        assertThat(cut.session.receivedBytes()).isEqualTo(whole.session.receivedBytes());
    }

    private static void feedCut(byte[] wire, List<Integer> cuts, Consumer<byte[]> session) {
        int at = 0;
        for (int i = 0; at < wire.length; i++) {
            int end = Math.min(wire.length, at + cuts.get(i % cuts.size()));
            session.accept(Arrays.copyOfRange(wire, at, end));
            at = end;
        }
    }

    /** Long and short frames, pings, and windows that change on the way. */
    private static byte[] longPublish() {
        var chunks = new ServerBench();
        var wire = new ByteArrayOutputStream();
        wire.writeBytes(ServerBench.clientHandshake());
        wire.writeBytes(chunks.chunks(ServerBench.connect(Map.of())));
        wire.writeBytes(chunks.chunks(new Command.CreateStream(2)));
        wire.writeBytes(chunks.chunks(1, new Command.Publish(3, 1, "cam", PublishType.LIVE)));
        for (int i = 0; i < 40; i++) {
            wire.writeBytes(chunks.chunks(9, 1, 40 * i, new byte[i % 10 == 0 ? 40_000 : 700]));
            wire.writeBytes(chunks.chunks(8, 1, 40 * i, new byte[i % 3]));
            if (i % 7 == 0) {
                wire.writeBytes(chunks.chunks(new WindowAckSize(i % 2 == 0 ? 40_000 : 200_000)));
                wire.writeBytes(chunks.chunks(new UserControl.PingRequest(i)));
            }
        }
        return wire.toByteArray();
    }

    private static ClientBench playing() {
        var bench = new ClientBench(true);
        bench.playOnceConnected = "cam";
        bench.session.start();
        return bench;
    }

    /** What our server says to that client, with frames behind. */
    private static byte[] longPlay() {
        var client = playing();
        var server = new ServerBench();
        var wire = new ByteArrayOutputStream();
        while (true) {
            server.feed(client.takeWritten());
            byte[] answer = server.takeWritten();
            if (answer.length == 0) {
                break;
            }
            wire.writeBytes(answer);
            client.feed(answer);
        }
        ByteBuf frames = Unpooled.buffer();
        for (int i = 0; i < 40; i++) {
            byte[] payload = new byte[i % 10 == 0 ? 300_000 : 900];
            MediaChunks.encode(9, ChunkStreamId.VIDEO, 1, 40 * i, payload, server.session.chunkSize(), frames);
        }
        wire.writeBytes(ByteBufUtil.getBytes(frames));
        server.session.endPlay(1, "Over.");
        wire.writeBytes(server.takeWritten());
        return wire.toByteArray();
    }
}
