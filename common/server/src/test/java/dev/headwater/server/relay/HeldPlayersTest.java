package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.FrameTap;
import dev.headwater.testkit.Payloads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Players whose upstream is away, in virtual time. */
class HeldPlayersTest {
    private final PullRig rig = new PullRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void playersAreHeldWhenTheUpstreamIsLostAndGoOnAtAKeyFrame() {
        var player = rig.livePlayer();
        rig.directory.saysNothing();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.time.runPendingTasks();
        assertThat(rig.pull.state()).isEqualTo(PullState.BACKING_OFF);
        assertThat(player.ended()).isNull();

        rig.advance(Duration.ofSeconds(5));
        rig.directory.says(PullRig.record(2, "o2"));
        rig.advance(Duration.ofSeconds(3));
        assertThat(rig.pull.state()).isEqualTo(PullState.PULLING);
        rig.upstreams.last().greets();
        // an inter frame without its key frame is of no use; the header did not change
        rig.upstreams.last().frame(FrameKind.VIDEO, 9_000, Payloads.avcInterFrame(1));
        rig.gop(9_040);

        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
        assertThat(player.videoFrames()).isEqualTo(3 + 2);
        assertThat(player.ended()).isNull();
        assertThat(player.timestamps()).isSorted();
    }

    @Test
    void aSilentUpstreamIsLost() {
        rig.livePlayer();
        rig.advanceWithBytes(Duration.ofSeconds(10));
        assertThat(rig.upstreams.nth(0).closed()).as("bytes arrive").isFalse();
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.upstreams.nth(0).closed()).isTrue();
        assertThat(rig.upstreams.count()).isEqualTo(2);
    }

    @Test
    void aTapHearsOfAHoleInAPublicationThatGoesOn() {
        rig.livePlayer();
        var missed = new AtomicInteger();
        rig.pull.stream()
                .tap(
                        new FrameTap() {
                            @Override
                            public void frames(List<MediaFrame> batch) {}

                            @Override
                            public void missed(boolean late) {
                                missed.incrementAndGet();
                            }

                            @Override
                            public void ended(EndReason reason) {}
                        },
                        rig.time.eventLoop());
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofSeconds(1));
        rig.upstreams.last().greets();
        rig.gop(0); // which were here
        rig.upstreams.last().frame(FrameKind.VIDEO, 80, Payloads.avcInterFrame(2));
        rig.time.runPendingTasks();
        assertThat(missed).hasValue(0);

        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofSeconds(1));
        rig.upstreams.last().greets();
        rig.gop(2_000);
        assertThat(missed).hasValue(1);

        rig.directory.says(PullRig.record(2, "o2"));
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofSeconds(3));
        rig.upstreams.last().greets();
        rig.gop(9_000);
        assertThat(missed).as("another publication, for all nodes").hasValue(1);
    }

    @Test
    void aPlayerThatComesWhilePlayersAreHeldIsHeldToo() {
        rig.livePlayer();
        rig.directory.saysNothing();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.time.runPendingTasks();
        var late = rig.play();
        assertThat(late.ended()).isNull();
        assertThat(late.videoFrames()).isEqualTo(3);
    }

    @Test
    void aPlayerOnItsWayInIsHeldWhenTheUpstreamIsLost() {
        rig.nextPlayerIsLetIn();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.time.runPendingTasks();
        assertThat(rig.pull.state()).isEqualTo(PullState.BACKING_OFF);
    }

    @Test
    void theHoldEndsAndPlayersAreTold() {
        var player = rig.livePlayer();
        rig.directory.saysNothing();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofSeconds(29));
        assertThat(player.ended()).isNull();
        rig.advance(Duration.ofSeconds(2));
        assertThat(player.ended()).isEqualTo(EndReason.UPSTREAM_LOST);
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
    }

    @Test
    void theHoldEndsNothingThatIsBackAndLingers() {
        var player = rig.livePlayer();
        rig.directory.saysNothing();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofSeconds(29));
        rig.pull.recordChanged(PullRig.record(2, "o2"));
        rig.upstreams.last().greets();
        rig.gop(40_000);
        player.leave();
        rig.time.runPendingTasks();
        assertThat(rig.pull.state()).isEqualTo(PullState.LINGERING);
        rig.advanceWithBytes(Duration.ofMillis(1_500));
        assertThat(rig.pull.state()).isEqualTo(PullState.LINGERING);
    }

    @Test
    void aBroadcasterThatVanishedIsWaitedForABriefTime() {
        var player = rig.livePlayer();
        rig.directory.saysNothing();
        rig.upstreams.last().ends(EndReason.PUBLISHER_LOST);
        rig.advance(Duration.ofSeconds(4));
        assertThat(player.ended()).isNull();
        rig.advance(Duration.ofSeconds(2));
        assertThat(player.ended()).isEqualTo(EndReason.PUBLISHER_LOST);
    }

    /** The encoder of the stream is lost, back a moment before its players are given up, and lost again a moment later. */
    private void blinksAndIsBack(CapturingPlayer player) {
        rig.upstreams.last().ends(EndReason.PUBLISHER_LOST);
        rig.advance(Duration.ofSeconds(4));
        comesBack(2, "o2");
        rig.gop(10_000);
        assertThat(player.videoFrames()).isEqualTo(3 + 2);
    }

    private void comesBack(long epoch, String origin) {
        var record = PullRig.record(epoch, origin);
        rig.directory.says(record);
        rig.pull.recordChanged(record);
        rig.upstreams.last().greets();
        rig.time.runPendingTasks();
    }

    @Test
    void aSecondLossSoonAfterTheFirstGivesPlayersTheirTimeAnew() {
        var player = rig.livePlayer();
        blinksAndIsBack(player);
        rig.directory.saysNothing();
        rig.upstreams.last().ends(EndReason.PUBLISHER_LOST);
        rig.advance(Duration.ofMillis(4_900));
        assertThat(player.ended()).isNull();
        rig.advance(Duration.ofMillis(200));
        assertThat(player.ended()).isEqualTo(EndReason.PUBLISHER_LOST);
    }

    @Test
    void anOriginThatIsLostSoonAfterABlinkOfTheBroadcasterIsWaitedForAsAnyIs() {
        var player = rig.livePlayer();
        blinksAndIsBack(player);
        rig.directory.saysNothing();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofMillis(29_900));
        assertThat(player.ended()).isNull();
        rig.advance(Duration.ofMillis(200));
        assertThat(player.ended()).isEqualTo(EndReason.UPSTREAM_LOST);
    }

    @Test
    void aBlinkOfTheBroadcasterSoonAfterALostOriginTakesNoTimeFromPlayers() {
        var player = rig.livePlayer();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofSeconds(4));
        comesBack(2, "o2");
        rig.gop(10_000);
        rig.directory.saysNothing();
        rig.upstreams.last().ends(EndReason.PUBLISHER_LOST);
        rig.advance(Duration.ofSeconds(25));
        assertThat(player.ended()).isNull();
        comesBack(3, "o2"); // and sends nothing
        rig.directory.saysNothing();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofMillis(1_100));
        assertThat(player.ended()).isNotNull();
    }

    @Test
    void aNodeThatSendsUsElsewhereAfterItsGreetingIsLost() {
        var player = rig.livePlayer();
        rig.directory.saysNothing();
        rig.upstreams.last().sendsTo(PullRig.NEAR);
        rig.time.runPendingTasks();
        assertThat(rig.upstreams.count()).as("nobody else was asked").isOne();
        assertThat(rig.pull.state()).isEqualTo(PullState.BACKING_OFF);
        assertThat(rig.pull.greeting()).isEmpty();
        rig.advance(Duration.ofSeconds(31));
        assertThat(player.ended()).isEqualTo(EndReason.UPSTREAM_LOST);
    }

    /** The encoder vanished, and is announced at another origin just before its players are given up. */
    private CapturingPlayer backAtTheLastMoment() {
        var player = rig.livePlayer();
        rig.directory.saysNothing();
        rig.upstreams.last().ends(EndReason.PUBLISHER_LOST);
        rig.advance(Duration.ofMillis(4_900));
        rig.pull.recordChanged(PullRig.record(2, "o2"));
        rig.advance(Duration.ofMillis(200));
        assertThat(rig.pull.state()).isEqualTo(PullState.PULLING);
        assertThat(player.ended()).isNull();
        return player;
    }

    @Test
    void anOwnerThatIsAskedWhenTheHoldIsOverMayYetGreet() {
        var player = backAtTheLastMoment();
        rig.upstreams.last().greets();
        rig.gop(10_000);
        rig.advanceWithBytes(Duration.ofSeconds(5));
        assertThat(player.ended()).isNull();
        assertThat(player.videoFrames()).isEqualTo(3 + 2);
    }

    @Test
    void itIsNotWaitedForLongerThanAnyNodeThatIsAsked() {
        var player = backAtTheLastMoment();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        for (int i = 0; i < 60; i++) { // one refuses after the other
            rig.pull.recordChanged(PullRig.record(3 + i, "o2"));
            rig.advance(Duration.ofMillis(50));
        }
        assertThat(player.ended()).isEqualTo(EndReason.PUBLISHER_LOST);
    }

    @Test
    void anOwnerThatShutDownIsLostToItsPlayersInTheEnd() {
        var player = rig.livePlayer();
        rig.directory.saysNothing();
        rig.upstreams.last().ends(EndReason.SHUTDOWN);
        rig.advance(Duration.ofMillis(29_900));
        assertThat(player.ended()).isNull();
        rig.advance(Duration.ofMillis(200));
        assertThat(player.ended()).as("this node stays").isEqualTo(EndReason.UPSTREAM_LOST);
    }

    @Test
    void failedAttemptsDoNotProlongTheHold() {
        var player = rig.livePlayer();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        for (int i = 0; i < 700; i++) {
            rig.advance(Duration.ofMillis(50));
            if (rig.pull.state() == PullState.PULLING) {
                rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
            }
        }
        assertThat(player.ended()).isEqualTo(EndReason.UPSTREAM_LOST);
        assertThat(rig.upstreams.count()).as("attempts in 30 s").isBetween(10, 40);
    }

    @Test
    void anOwnerThatGreetsAndFailsIsNotStormed() {
        var player = rig.livePlayer();
        for (int i = 0; i < 700; i++) {
            rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
            rig.advance(Duration.ofMillis(50));
            if (rig.pull.state() == PullState.PULLING) {
                rig.upstreams.last().greets();
            }
        }
        assertThat(rig.upstreams.count()).as("attempts in 35 s").isBetween(10, 60);
        assertThat(player.ended()).as("the hold is not prolonged").isEqualTo(EndReason.UPSTREAM_LOST);
    }
}
