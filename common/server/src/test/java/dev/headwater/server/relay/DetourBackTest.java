package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.FAR;
import static dev.headwater.server.relay.PullRig.NEAR;
import static dev.headwater.server.relay.PullRig.ONE;
import static dev.headwater.server.relay.PullRig.QUIET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.testkit.Payloads;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pull's way back to an owner that can be reached again, in virtual time. */
class DetourBackTest {
    private final PullRig rig = PullRig.owned();

    @AfterEach
    void close() {
        rig.close();
    }

    /** The owner fell silent, and a first group of pictures has come by another node. */
    private FakeUpstreams.Opened goneAround() {
        rig.near();
        rig.playing("o1");
        rig.advance(QUIET);
        rig.greets("o1", "near");
        var through = rig.upstreams.last();
        rig.gop(through, 80);
        return through;
    }

    @Test
    void whenTheOwnerCanBeReachedThePullGoesBackToIt() {
        var through = goneAround();
        rig.advanceWithBytes(through, Duration.ofSeconds(2));
        rig.assertOwnerAsked();
        rig.gop(through, 160);
        assertThat(rig.player().timestamps()).last().isEqualTo(200L);
        rig.greets("o1");
        rig.gop(160);
        assertThat(through.closed()).isTrue();
        rig.gop(240);
        assertThat(rig.player().timestamps()).isSorted();
        assertThat(rig.player().videoFrames()).isEqualTo(1 + 4 * 2);
        int asked = rig.upstreams.count();
        rig.advanceWithBytes(Duration.ofMinutes(1));
        assertThat(rig.upstreams.count()).isEqualTo(asked);
        assertThat(rig.pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
    }

    /** The owner greets again, in the middle of a group of pictures that is too long to be kept. */
    private FakeUpstreams.Opened ownerGreetsWithoutAPicture(FakeUpstreams.Opened through) {
        rig.advanceWithBytes(through, Duration.ofSeconds(2));
        rig.assertOwnerAsked();
        rig.greets("o1");
        var owner = rig.upstreams.last();
        owner.frame(FrameKind.VIDEO, 160, Payloads.avcSequenceHeader())
                .frame(FrameKind.VIDEO, 160, Payloads.avcInterFrame(3));
        rig.time.runPendingTasks();
        return owner;
    }

    @Test
    void theOtherNodeFeedsThePullUntilTheOwnersPictureCanGoOn() {
        var through = goneAround();
        var owner = ownerGreetsWithoutAPicture(through);
        through.frame(FrameKind.VIDEO, 160, Payloads.avcInterFrame(3));
        rig.advanceWithBytes(through, Duration.ofSeconds(1));
        assertThat(through.closed()).isFalse();
        assertThat(rig.player().timestamps()).last().isEqualTo(160L);
        assertThat(rig.pull.greeting().orElseThrow().path()).containsExactly("o1", "near", "me");

        rig.gop(owner, 200);
        assertThat(through.closed()).isTrue();
        assertThat(rig.player().timestamps()).isSorted().last().isEqualTo(240L);
        assertThat(rig.pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
    }

    @Test
    void aHeaderThatCameBeforeTheOwnersPictureIsWithIt() {
        var through = goneAround();
        var owner = ownerGreetsWithoutAPicture(through);
        owner.frame(FrameKind.VIDEO, 200, anotherHeader()).frame(FrameKind.VIDEO, 200, Payloads.avcKeyFrame(5));
        rig.time.runPendingTasks();
        assertThat(rig.player().videoFrames()).isEqualTo(1 + 2 * 2 + 2);
    }

    private static byte[] anotherHeader() {
        byte[] header = Payloads.avcSequenceHeader();
        header[header.length - 1]++;
        return header;
    }

    @Test
    void theOwnerTakesOverAtOnceWhenTheOtherNodeIsLost() {
        var through = goneAround();
        var owner = ownerGreetsWithoutAPicture(through);
        int asked = rig.upstreams.count();
        through.vanishes();
        rig.time.runPendingTasks();
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
        assertThat(rig.pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
        rig.gop(owner, 200);
        rig.advanceWithBytes(owner, Duration.ofMinutes(1));
        assertThat(rig.upstreams.count()).isEqualTo(asked);
        assertThat(rig.player().timestamps()).isSorted().last().isEqualTo(240L);
    }

    @Test
    void theOwnerTakesOverAtOnceWhenTheOtherNodeIsSilent() {
        var through = goneAround();
        var owner = ownerGreetsWithoutAPicture(through);
        rig.advanceWithBytes(owner, QUIET.plusMillis(200));
        assertThat(through.closed()).isTrue();
        assertThat(rig.pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
    }

    @Test
    void anOwnerThatIsLostAgainBeforeItsPictureIsAskedLater() {
        var through = goneAround();
        ownerGreetsWithoutAPicture(through).vanishes();
        int asked = rig.upstreams.count();
        rig.advanceWithBytes(through, Duration.ofSeconds(5));
        assertThat(rig.upstreams.count()).isGreaterThan(asked);
        rig.assertOwnerAsked();
        assertThat(through.closed()).isFalse();
    }

    @Test
    void anOwnerThatFallsSilentBeforeItsPictureDoesNotTakeOver() {
        var through = goneAround();
        var owner = ownerGreetsWithoutAPicture(through);
        rig.advanceWithBytes(through, QUIET);
        assertThat(owner.closed()).isTrue();
        assertThat(through.closed()).isFalse();
        rig.advanceWithBytes(through, Duration.ofSeconds(5));
        rig.assertOwnerAsked();
    }

    @Test
    void anOwnerWhosePictureDoesNotComeIsGivenUpForAWhile() {
        var through = goneAround();
        var owner = ownerGreetsWithoutAPicture(through);
        for (int second = 1; second <= 31; second++) {
            rig.gop(through, 160 + second * 1_000);
            owner.alive();
            rig.advanceWithBytes(through, Duration.ofSeconds(1));
        }
        assertThat(owner.closed()).isTrue();
        assertThat(through.closed()).isFalse();
        rig.advanceWithBytes(through, Duration.ofSeconds(12));
        rig.assertOwnerAsked();
    }

    @Test
    void aStreamThatNobodyPlaysLingersNoLongerForGoingBack() {
        var through = goneAround();
        rig.advanceWithBytes(through, Duration.ofSeconds(2));
        rig.assertOwnerAsked();
        rig.player().leave();
        rig.advanceWithBytes(through, Duration.ofSeconds(2));
        assertThat(rig.pull.state()).isEqualTo(PullState.LINGERING);
        rig.greets("o1");
        rig.gop(160);
        assertThat(through.closed()).isTrue();
        assertThat(rig.pull.state()).isEqualTo(PullState.LINGERING);
        rig.advanceWithBytes(PullRig.SETTINGS.linger().minusSeconds(2));
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
    }

    @Test
    void soundAloneGoesBackAtItsNextFrame() {
        rig.near();
        rig.play();
        rig.greets("o1");
        sound(rig.upstreams.last(), 0);
        rig.advance(QUIET);
        rig.greets("o1", "near");
        var through = rig.upstreams.last();
        sound(through, 20);
        rig.advanceWithBytes(through, Duration.ofSeconds(2));
        rig.assertOwnerAsked();
        rig.greets("o1");
        sound(rig.upstreams.last(), 40);
        assertThat(through.closed()).isTrue();
        assertThat(rig.player().timestamps()).last().isEqualTo(40L);
    }

    private void sound(FakeUpstreams.Opened upstream, long ms) {
        upstream.frame(FrameKind.AUDIO, ms, Payloads.aacSequenceHeader())
                .frame(FrameKind.AUDIO, ms, Payloads.aacFrame((int) ms));
        rig.time.runPendingTasks();
    }

    @Test
    void whomTheOwnerNamesAndWeHaveAlreadyIsKept() {
        var through = goneAround();
        rig.advanceWithBytes(through, Duration.ofSeconds(2));
        rig.assertOwnerAsked();
        int asked = rig.upstreams.count();
        rig.upstreams.last().sendsTo(FAR, NEAR);
        rig.time.runPendingTasks();
        rig.advanceWithBytes(through, Duration.ofMinutes(1));
        assertThat(rig.upstreams.count()).as("one pull from there").isEqualTo(asked);
        assertThat(through.closed()).isFalse();
        through.vanishes();
        rig.time.runPendingTasks();
        rig.assertOwnerAsked();
        assertThat(rig.upstreams.last().request().not())
                .as("it is one of the tree")
                .containsExactly(NEAR);
    }

    @Test
    void anOwnerThatStaysOutOfReachIsAskedNowAndThen() {
        rig.near();
        rig.playing("o1");
        rig.advance(QUIET);
        rig.greets("o1", "near");
        var through = rig.upstreams.last();
        int before = rig.upstreams.count();
        for (int i = 0; i < 60; i++) {
            rig.advanceWithBytes(through, Duration.ofSeconds(1));
            if (!rig.upstreams.last().closed() && rig.upstreams.last() != through) {
                rig.upstreams.last().vanishes();
            }
        }
        assertThat(through.closed()).isFalse();
        assertThat(rig.upstreams.count() - before).isBetween(4, 20);
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
    }

    @Test
    void anEpochThatAnotherNodeToldOfLeadsBackToItsOwner() {
        rig.near();
        rig.playing("o1");
        rig.advance(QUIET);
        rig.upstreams.last().greets(new Epoch(2, "o2"), "o2", "near");
        rig.time.runPendingTasks();
        var next = PullRig.record(2, "o2");
        rig.pull.recordChanged(next);
        rig.advanceWithBytes(Duration.ofSeconds(2));
        assertThat(rig.upstreams.last().target()).isEqualTo(PullTarget.owner(next));
    }

    @Test
    void anOwnerThatGreetsAndFallsSilentIsGoneBackToLessAndLess() {
        rig.near();
        rig.playing("o1");
        int returns = 0;
        int answered = rig.upstreams.count();
        for (int half = 0; half < 2 * 60; half++) {
            rig.advance(Duration.ofMillis(500));
            while (answered < rig.upstreams.count()) {
                var asked = rig.upstreams.nth(answered++);
                boolean around = asked.target().isDetour();
                asked.greets(ONE, around ? new String[] {"o1", "near"} : new String[] {"o1"});
                returns += around ? 0 : 1;
            }
            rig.detours().stream().filter(detour -> !detour.closed()).forEach(FakeUpstreams.Opened::alive);
        }
        assertThat(returns).as("in a minute, with nothing after the greeting").isBetween(3, 8);
        assertThat(rig.player().ended()).isNull();
    }
}
