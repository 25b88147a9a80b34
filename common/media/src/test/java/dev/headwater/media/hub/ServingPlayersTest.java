package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Players that throw, leave, join or end the stream while they are being served. */
class ServingPlayersTest extends OneLoop {
    /** Does something at its next flush. */
    private static final class Acting implements Player {
        private final FakePlayer queue = new FakePlayer();
        private Runnable next = () -> {};

        @Override
        public void write(ByteBuf encoded) {
            queue.write(encoded);
        }

        @Override
        public void flush() {
            queue.flush();
            var now = next;
            next = () -> {};
            now.run();
        }

        @Override
        public long pendingBytes() {
            return queue.pendingBytes();
        }

        @Override
        public void ended(EndReason reason) {
            queue.ended(reason);
        }
    }

    private static final class Ignoring implements FrameTap {
        @Override
        public void frames(List<MediaFrame> batch) {}

        @Override
        public void ended(EndReason reason) {}
    }

    private final Acting acting = new Acting();

    private LiveStream.Subscription joinActing() {
        return stream.join(acting, format, channel.eventLoop());
    }

    @Test
    void onePlayerThatThrowsIsEndedAlone() {
        startAvcAac();
        var before = joined();
        joinActing();
        var behind = joined();
        acting.next = () -> {
            throw new IllegalStateException("a fault of ours");
        };
        send(key(0));
        send(inter(40));
        assertThat(acting.queue.ends()).containsExactly(EndReason.PLAYER_FAILED);
        assertThat(before.got()).hasSize(5).isEqualTo(behind.got());
        assertThat(stream.players()).isEqualTo(2);
        assertThat(failed).hasValue(1);
    }

    @Test
    void aTapThatThrowsIsEndedAlone() {
        var ends = new ArrayList<EndReason>();
        stream.tap(
                new FrameTap() {
                    @Override
                    public void frames(List<MediaFrame> frames) {
                        throw new IllegalStateException("a fault of ours");
                    }

                    @Override
                    public void ended(EndReason reason) {
                        ends.add(reason);
                    }
                },
                channel.eventLoop());
        var player = joined();
        send(AAC, sound(0));
        send(sound(23));
        assertThat(ends).containsExactly(EndReason.PLAYER_FAILED);
        assertThat(player.got()).hasSize(3);
    }

    @Test
    void aFormatThatThrowsEndsItsPlayersAndNoOthers() {
        startAvcAac();
        var faulty = new WireFormat() {
            @Override
            public String name() {
                return "faulty";
            }

            @Override
            public int encodedSize(MediaFrame frame) {
                return 1; // and then it writes more
            }

            @Override
            public void encode(MediaFrame frame, ByteBuf out) {
                if (!frame.isSequenceHeader() && !frame.isMetadata()) {
                    out.writeZero(100_000);
                }
            }
        };
        var lost = new FakePlayer();
        stream.join(lost, faulty, channel.eventLoop());
        var healthy = joined();
        send(key(0));
        assertThat(lost.ended()).isEqualTo(EndReason.PLAYER_FAILED);
        assertThat(healthy.got()).hasSize(4);
        assertThat(stream.players()).isEqualTo(1);
    }

    @Test
    void whoLeavesInItsFlushGetsNothingMore() {
        startAvcAac();
        var place = joinActing();
        var other = joined();
        acting.next = place::leave;
        send(key(0));
        send(inter(40));
        assertThat(acting.queue.got()).hasSize(4);
        assertThat(other.got()).hasSize(5);
        assertThat(acting.queue.ends()).isEmpty();
    }

    @Test
    void theLastOneMayLeaveInItsFlush() {
        startAvcAac();
        var place = joinActing();
        acting.next = place::leave;
        send(key(0));
        assertThat(stream.players()).isZero();
        assertThat(joined().got()).as("the stream goes on").hasSize(4);
    }

    @Test
    void whoJoinsDuringABatchGetsItOnce() {
        startAvcAac();
        joinActing();
        var late = new FakePlayer();
        acting.next = () -> {
            stream.publish(inter(40)); // comes with the next batch
            join(late);
        };
        send(key(0), sound(1));
        stream.flush();
        assertThat(late.got()).isEqualTo(gots(METADATA, AVC, AAC, key(0), sound(1), inter(40)));
        assertThat(acting.queue.got()).hasSize(6);
    }

    @Test
    void theStreamMayEndInTheMiddleOfABatch() {
        startAvcAac();
        joinActing();
        var other = joined();
        acting.next = () -> stream.end(EndReason.KICKED);
        send(key(0));
        send(inter(40));
        assertThat(other.got()).as("the batch was finished").hasSize(4);
        assertThat(other.ends()).containsExactly(EndReason.KICKED);
        assertThat(acting.queue.ends()).containsExactly(EndReason.KICKED);
        assertThat(stream.players()).isZero();
    }

    @Test
    void playersMayLeaveWhenTheyHearTheEnd() {
        startAvcAac();
        var places = new ArrayList<LiveStream.Subscription>();
        var ends = new ArrayList<EndReason>();
        for (int i = 0; i < 5; i++) {
            places.add(stream.join(
                    new Player() {
                        @Override
                        public void write(ByteBuf encoded) {
                            encoded.release();
                        }

                        @Override
                        public void flush() {}

                        @Override
                        public long pendingBytes() {
                            return 0;
                        }

                        @Override
                        public void ended(EndReason reason) {
                            ends.add(reason);
                            places.forEach(LiveStream.Subscription::leave);
                        }
                    },
                    format,
                    channel.eventLoop()));
        }
        stream.end(EndReason.UNPUBLISHED);
        assertThat(ends).as("the others have left by then").containsExactly(EndReason.UNPUBLISHED);
        assertThat(stream.players()).isZero();
    }

    @Test
    void aFastPlayerSurvivesAGroupThatIsLargerThanItsBound() {
        startAvcAac();
        send(key(0));
        for (int i = 1; i < 10; i++) {
            send(video(40L * i, Payloads.avcInterFrame(i, 60_000)));
        }
        var player = joinedReadingNothing(); // 540 kB in its queue, bound 100 kB
        send(inter(400));
        player.reads(true);
        send(inter(440));
        assertThat(player.got()).hasSize(3 + 10 + 2);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void noPieceIsLargerThanAConnectionCanCount() {
        startAvcAac();
        var player = joinedReadingNothing();
        player.drain(); // an empty queue takes any batch
        var large = video(0, Payloads.avcKeyFrame(1, 1_000_000));
        send(large);
        assertThat(player.largestWrite()).isLessThanOrEqualTo(256 << 10);
        var late = joinedReadingNothing();
        assertThat(late.largestWrite()).isLessThanOrEqualTo(256 << 10);
        assertThat(player.queuedBytes()).endsWith(large.payload());
        assertThat(late.queuedBytes()).endsWith(large.payload());
    }

    @Test
    void aTapForPlayersKeepsTheStreamAsOnePlayerDoes() {
        startAvcAac();
        var leave = stream.tapForPlayers(new Ignoring(), channel.eventLoop());
        assertThat(stream.players()).isEqualTo(1);
        leave.run();
        leave.run();
        assertThat(stream.players()).isZero();
        assertThat(playerCounts).containsExactly(1, 0);
    }
}
