package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.Message;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A well-behaved publisher and a player of it, to be kept running while something hostile happens on the same port. */
final class HealthyBroadcast implements AutoCloseable {
    private static final int FRAME_MS = 10;
    private static final int KEY_FRAME_EVERY = 25;
    private static final int AFTERWARDS = 5;

    private final ScriptedPeer publisher;
    private final ScriptedPeer player;
    private final int stream;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread sender;
    private volatile int sent;

    private HealthyBroadcast(RtmpRig rig, String name) {
        publisher = ScriptedPeer.connected(rig.port(), "live");
        stream = Coded.publish(publisher, name);
        player = ScriptedPeer.connected(rig.port(), "live");
        player.play(name);
        Coded.awaitHeaders(player);
        sender = Thread.ofVirtual().name("healthy-publisher").start(this::send);
        player.await("the first frame", Coded::isFrame);
    }

    static HealthyBroadcast on(RtmpRig rig) {
        return new HealthyBroadcast(rig, "healthy");
    }

    private void send() {
        try {
            while (!stop.await(FRAME_MS, TimeUnit.MILLISECONDS)) {
                int number = sent;
                publisher.video(
                        stream,
                        (long) number * FRAME_MS,
                        number % KEY_FRAME_EVERY == 0
                                ? Payloads.avcKeyFrame(number, 2_000)
                                : Payloads.avcInterFrame(number, 500));
                sent = number + 1;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a little more and ends: the player got every frame that was sent, once, in order. */
    void assertNothingLost() throws InterruptedException {
        int enough = sent + AFTERWARDS;
        player.await(
                "more frames", message -> Coded.isFrame(message) && Payloads.counterOf(message.payload()) >= enough);
        stop.countDown();
        sender.join();
        int last = sent - 1;
        if (player.seen().stream().noneMatch(message -> isFrame(message, last))) {
            player.await("frame " + last, message -> isFrame(message, last));
        }
        var counters = player.seen().stream()
                .filter(Coded::isFrame)
                .map(message -> Payloads.counterOf(message.payload()))
                .toList();
        assertThat(counters)
                .containsExactlyElementsOf(IntStream.range(0, sent).boxed().toList());
    }

    private static boolean isFrame(Message message, int number) {
        return Coded.isFrame(message) && Payloads.counterOf(message.payload()) == number;
    }

    @Override
    public void close() {
        stop.countDown();
        publisher.close();
        player.close();
    }
}
