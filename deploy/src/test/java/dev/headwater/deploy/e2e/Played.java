package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.Packet;
import dev.headwater.testkit.Packet.Medium;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a player got, held against what was published: the same bytes, the same times but for one constant offset. Data
 * messages are not looked at: ffmpeg makes a stream of its own of metadata that is sent again.
 */
record Played(List<Packet> published, List<Packet> received) {
    /** Frames of a clip from one key frame to the next. */
    static final int GOP = 25;

    /** Every frame from the first key frame to the end of the stream. */
    void isWhole() {
        assertThat(isRunToTheEnd()).isZero();
    }

    /** Every frame from some key frame to the end of the stream. @return the first video frame, counted from 0 */
    int isRunToTheEnd() {
        int start = isRun();
        for (Medium medium : media(received)) {
            assertThat(Packet.only(medium, received).getLast().md5())
                    .as("last %s packet", medium)
                    .isEqualTo(Packet.only(medium, published).getLast().md5());
        }
        return start;
    }

    /** Frames without a gap from some key frame on. @return the first video frame, counted from 0 */
    int isRun() {
        assertThat(media(received)).isEqualTo(media(published)).isNotEmpty();
        var offsets = new HashSet<Long>();
        int firstFrame = 0;
        for (Medium medium : media(published)) {
            var sent = Packet.only(medium, published);
            var got = Packet.only(medium, received);
            int start = Collections.indexOfSubList(Packet.hashes(sent), Packet.hashes(got));
            assertThat(start)
                    .as("%d %s packets received are a run of the %d published", got.size(), medium, sent.size())
                    .isNotNegative();
            for (int i = 0; i < got.size(); i++) {
                offsets.add(got.get(i).dtsMs() - sent.get(start + i).dtsMs());
                offsets.add(got.get(i).ptsMs() - sent.get(start + i).ptsMs());
            }
            if (medium == Medium.VIDEO) {
                assertThat(start % GOP).as("first video frame is a key frame").isZero();
                firstFrame = start;
            }
        }
        assertThat(offsets).as("differences of time, of both media").hasSize(1);
        return firstFrame;
    }

    private static Set<Medium> media(List<Packet> packets) {
        var media = new HashSet<Medium>();
        packets.forEach(packet -> media.add(packet.medium()));
        media.remove(Medium.OTHER);
        return media;
    }
}
