package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.OWNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.hub.EndReason;
import dev.headwater.testkit.Payloads;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream that another origin takes over while it is pulled, in virtual time. */
class MovedStreamTest {
    private final PullRig rig = new PullRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aMovedRecordMovesThePull() {
        var player = rig.livePlayer();
        rig.moved(PullRig.record(2, "o2"));
        assertThat(rig.upstreams.nth(0).closed()).isTrue();
        assertThat(rig.upstreams.last().record().originId()).isEqualTo("o2");
        assertThat(rig.upstreams.last().seen().epoch().number()).isEqualTo(1);
        rig.upstreams.last().greets();
        rig.gop(1_000);
        assertThat(player.videoFrames()).isEqualTo(5);
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
    }

    @Test
    void theLastFramesOfAnOwnerThatAStreamHasLeftAreTakenAndItsGoodbyeIsNot() {
        var player = rig.livePlayer();
        var old = rig.upstreams.last();
        rig.pull.recordChanged(PullRig.record(2, "o2"));
        assertThat(rig.upstreams.count()).isEqualTo(1);
        old.frame(FrameKind.VIDEO, 80, Payloads.avcInterFrame(3));
        rig.time.runPendingTasks();
        assertThat(player.videoFrames()).isEqualTo(4);
        old.ends(EndReason.UNPUBLISHED);
        assertThat(rig.pull.state()).isEqualTo(PullState.PULLING);
        assertThat(rig.upstreams.last().record().originId()).isEqualTo("o2");
        rig.upstreams.last().greets();
        rig.gop(1_000);
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.upstreams.count()).isEqualTo(2);
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
        assertThat(player.ended()).isNull();
    }

    @Test
    void anUpstreamThatWasGivenUpIsNotHeard() {
        var player = rig.livePlayer();
        var old = rig.upstreams.last();
        rig.moved(PullRig.record(2, "o2"));
        old.frame(FrameKind.VIDEO, 500, Payloads.avcKeyFrame(9));
        old.ends(EndReason.UNPUBLISHED);
        rig.time.runPendingTasks();
        assertThat(rig.pull.state()).isEqualTo(PullState.PULLING);
        assertThat(player.videoFrames()).isEqualTo(3);
        assertThat(player.ended()).isNull();
    }

    @Test
    void theNewestOfTwoMovesIsFollowed() {
        rig.livePlayer();
        rig.pull.recordChanged(PullRig.record(2, "o2"));
        rig.moved(PullRig.record(3, "o3"));
        assertThat(rig.upstreams.count()).isEqualTo(2);
        assertThat(rig.upstreams.last().record().originId()).isEqualTo("o3");
    }

    @Test
    void aMovedStreamWhosePlayersLeaveIsNotFollowed() {
        var player = rig.livePlayer();
        rig.pull.recordChanged(PullRig.record(2, "o2"));
        player.leave();
        rig.time.runPendingTasks();
        rig.advance(Duration.ofSeconds(2));
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
        assertThat(rig.upstreams.count()).isEqualTo(1);
    }

    @Test
    void aStreamThatNobodyPlaysIsNotFollowedWhenItMoves() {
        rig.livePlayer().leave();
        rig.time.runPendingTasks();
        rig.advanceWithBytes(Duration.ofSeconds(2));
        rig.pull.recordChanged(PullRig.record(2, "o2"));
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
        assertThat(rig.upstreams.count()).isEqualTo(1);
    }

    @Test
    void aStreamThatMovesWhileAPlayerIsOnItsWayInIsFollowed() {
        rig.nextPlayerIsLetIn();
        rig.moved(PullRig.record(2, "o2"));
        assertThat(rig.pull.state()).isEqualTo(PullState.PULLING);
        assertThat(rig.upstreams.last().record().originId()).isEqualTo("o2");
    }

    @Test
    void aStreamThatIsAboutToMoveWhenAPlayerComesIsFollowed() {
        var last = rig.livePlayer();
        rig.pull.recordChanged(PullRig.record(2, "o2"));
        last.leave();
        rig.open();
        rig.advance(Duration.ofMillis(250));
        assertThat(rig.pull.state()).isEqualTo(PullState.PULLING);
    }

    @Test
    void announcementsOfTheSameEpochChangeNothing() {
        rig.livePlayer();
        rig.pull.recordChanged(OWNED);
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
        assertThat(rig.upstreams.count()).isEqualTo(1);
    }

    @Test
    void equalNumbersAreOrderedByOrigin() {
        rig.livePlayer();
        rig.pull.recordChanged(PullRig.record(1, "o0"));
        assertThat(rig.upstreams.count()).isEqualTo(1);
        rig.moved(PullRig.record(1, "o2"));
        assertThat(rig.upstreams.last().record().originId()).isEqualTo("o2");
    }

    @Test
    void noFrameOfALowerEpochIsTaken() {
        var player = rig.livePlayer();
        rig.moved(PullRig.record(5, "o2"));
        rig.upstreams.last().greets();
        rig.gop(1_000);
        rig.pull.recordChanged(PullRig.record(4, "o1"));
        assertThat(rig.upstreams.count())
                .as("a live pull does not follow a lower record")
                .isEqualTo(2);

        rig.directory.says(PullRig.record(4, "o1"));
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofSeconds(1));
        var lower = rig.upstreams.last().greets();
        assertThat(lower.closed()).as("a lower greeting is not taken").isTrue();
        lower.frame(FrameKind.VIDEO, 2_000, Payloads.avcKeyFrame(9));
        assertThat(player.videoFrames()).isEqualTo(5);
        assertThat(player.ended()).isNull();
    }

    @Test
    void anOwnerThatLostItsPastIsAskedAndTakenOnceItRises() {
        var player = rig.livePlayer();
        rig.moved(PullRig.record(7, "o2"));
        rig.upstreams.last().greets();
        rig.gop(1_000);
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.pull.recordChanged(OWNED);
        assertThat(rig.upstreams.last().seen()).isEqualTo(new Seen(new Epoch(7, "o2"), 1_040));
        rig.upstreams.last().greets(new Epoch(8, "o1"));
        rig.gop(2_000);
        assertThat(player.videoFrames()).isEqualTo(7);
    }

    @Test
    void whatAnOwnerHasOfBeforeItRoseAboveOurLineIsNotDelivered() {
        var player = rig.livePlayer();
        rig.moved(PullRig.record(2, "o2").at(20_000, ""));
        rig.upstreams.last().greets();
        rig.gop(0); // its group of pictures
        rig.upstreams.last().frame(FrameKind.VIDEO, 20_040, Payloads.avcInterFrame(1));
        rig.time.runPendingTasks();
        assertThat(player.videoFrames()).isEqualTo(3);
        rig.gop(20_080);
        assertThat(player.videoFrames()).isEqualTo(3 + 2);
        assertThat(PullRig.streamOf(rig.open().result()).timestampMs()).isEqualTo(20_120);
    }
}
