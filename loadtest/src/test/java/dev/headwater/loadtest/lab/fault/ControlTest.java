package dev.headwater.loadtest.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.lab.measure.Audience;
import dev.headwater.loadtest.lab.measure.Disturbance;
import dev.headwater.loadtest.lab.measure.PlayerRecord;
import dev.headwater.loadtest.lab.measure.Window;
import dev.headwater.loadtest.lab.result.Figure;
import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.loadtest.source.Shape;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the time before a fault allows, and what spoils it. */
class ControlTest {
    private static final Shape SHAPE = new Shape(100, 25, Duration.ofMillis(200), false);
    private static final Window ALWAYS = new Window(0, 1_000);

    @Test
    void aPlayerThatSeesTheStreamAsItWasSentSpoilsNothing() {
        assertThat(notMet(everything())).isEmpty();
    }

    @Test
    void aPictureThatComesTwiceSpoilsIt() {
        var frames = everything();
        frames.add(frames.getLast());

        assertThat(notMet(frames)).contains(Disturbance.REPEATED.text());
    }

    @Test
    void aPictureWithoutItsHeaderSpoilsIt() {
        var frames = everything();
        frames.removeIf(MediaFrame::isSequenceHeader);

        assertThat(notMet(frames)).containsExactly(Disturbance.NO_HEADER.text());
    }

    @Test
    void aPictureThatDoesNotComeSpoilsIt() {
        var frames = everything();
        frames.remove(frames.size() - 2);

        assertThat(notMet(frames)).containsExactly(Disturbance.LOST.text());
    }

    @Test
    void aHeaderThatComesAgainSpoilsIt() {
        var frames = everything();
        frames.addAll(frames.stream().filter(MediaFrame::isSequenceHeader).toList());

        assertThat(notMet(frames)).containsExactly(Disturbance.HEADERS_REPEATED.text());
    }

    @Test
    void whoOughtNotToNoticeMayHaveTwiceItsGapWithinBounds() {
        assertThat(Scene.steadyGapMs(40)).isEqualTo(300);
        assertThat(Scene.steadyGapMs(200)).isEqualTo(400);
        assertThat(Scene.steadyGapMs(990)).isEqualTo(500);
    }

    private static List<MediaFrame> everything() {
        var source = new GeneratedSource(SHAPE);
        var frames = new ArrayList<>(source.headers());
        for (int i = 0; i < 20; i++) {
            frames.add(source.next());
        }
        frames.removeIf(frame -> frame.kind() == FrameKind.DATA);
        return frames;
    }

    private static List<String> notMet(List<MediaFrame> frames) {
        var player = new PlayerRecord(0, SHAPE.audio());
        for (int i = 0; i < frames.size(); i++) {
            player.frame(frames.get(i), i);
        }
        var notes = new Notes(1);
        notes.untouched("", new Audience(List.of(player.history())), ALWAYS);
        return notes.figures().stream()
                .filter(figure -> !figure.isMet())
                .map(Figure::name)
                .toList();
    }
}
