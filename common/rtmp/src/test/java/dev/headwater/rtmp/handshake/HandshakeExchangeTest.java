package dev.headwater.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client and our server, against each other. */
class HandshakeExchangeTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(0x1_0203_0405L));

    @ParameterizedTest
    @EnumSource
    void bothSidesAgreeOnTheFormThatTheClientOffers(HandshakeKind offered) {
        Exchange exchange = new Exchange(offered);

        exchange.run(Integer.MAX_VALUE);

        assertThat(exchange.server.kind()).isEqualTo(offered);
        assertThat(exchange.client.kind()).isEqualTo(offered);
    }

    @ParameterizedTest
    @CsvSource({"SIMPLE, 1", "DIGEST_FIRST, 1", "KEY_FIRST, 1", "DIGEST_FIRST, 1535", "DIGEST_FIRST, 1537"})
    void bytesOnTheWireDoNotDependOnHowTheyAreCut(HandshakeKind offered, int bytesAtOnce) {
        Exchange whole = new Exchange(offered);
        whole.run(Integer.MAX_VALUE);
        Exchange cut = new Exchange(offered);
        cut.run(bytesAtOnce);

        assertThat(cut.toServer).isEqualTo(whole.toServer);
        assertThat(cut.toClient).isEqualTo(whole.toClient);
        assertThat(cut.server.kind()).isEqualTo(offered);
    }

    /** What each side sent, and how far the other has read it. */
    private static final class Exchange {
        final ServerHandshake server = new ServerHandshake(new SplittableRandom(1), CLOCK);
        final ClientHandshake client;
        final ByteBuf toServer = Unpooled.buffer();
        final ByteBuf toClient = Unpooled.buffer();
        private int serverHasRead;
        private int clientHasRead;

        Exchange(HandshakeKind offered) {
            client = new ClientHandshake(offered, new SplittableRandom(2), CLOCK);
        }

        void run(int bytesAtOnce) {
            client.start(toServer);
            boolean serverDone = false;
            boolean clientDone = false;
            while (!serverDone || !clientDone) {
                int before = serverHasRead + clientHasRead;
                ByteBuf piece = piece(toServer, serverHasRead, bytesAtOnce);
                serverHasRead += piece.readableBytes();
                serverDone = server.advance(piece, toClient);
                piece = piece(toClient, clientHasRead, bytesAtOnce);
                clientHasRead += piece.readableBytes();
                clientDone = client.advance(piece, toServer);
                assertThat(serverHasRead + clientHasRead)
                        .as("no progress behind\n%s", ByteBufUtil.hexDump(toClient))
                        .isGreaterThan(before);
            }
            assertThat(serverHasRead).isEqualTo(1 + 2 * HandshakeBlock.BYTES);
            assertThat(clientHasRead).isEqualTo(1 + 2 * HandshakeBlock.BYTES);
        }

        private static ByteBuf piece(ByteBuf wire, int from, int most) {
            return wire.slice(from, Math.min(most, wire.writerIndex() - from));
        }
    }
}
