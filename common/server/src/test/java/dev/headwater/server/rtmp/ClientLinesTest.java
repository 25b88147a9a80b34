package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.role.LocalStreams;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.ScriptedPeer;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the log tells of each client, a line for each step. */
class ClientLinesTest {
    private static final Pattern ID = Pattern.compile(" id=([0-9a-z]+) ?");

    @Test
    void theStepsOfAClientHaveOneId() {
        try (var rig = RtmpRig.open()) {
            publishAndPlay(rig);
            await().until(() ->
                    ids(rig, "unpublish").size() == 1 && ids(rig, "stop").size() == 1);
            assertThat(ids(rig, "publish")).isEqualTo(ids(rig, "unpublish"));
            assertThat(ids(rig, "play")).isEqualTo(ids(rig, "stop"));
            assertThat(ids(rig, "connect"))
                    .hasSize(2)
                    .containsAll(ids(rig, "publish"))
                    .containsAll(ids(rig, "play"));
        }
    }

    @Test
    void theLineOfAnEndTellsHowLongHowMuchAndWhy() {
        try (var rig = RtmpRig.open()) {
            publishAndPlay(rig);
            String who = "peer=127\\.0\\.0\\.1:\\d+ ";
            String what = "stream=live/news id=[0-9a-z]+ epoch=\\d+";
            for (String line : List.of(
                    "INFO connect rtmp " + who + "id=[0-9a-z]+ handshake=[A-Z_]+",
                    "INFO publish rtmp " + who + what,
                    "INFO play rtmp " + who + what,
                    "INFO stop rtmp " + who + what + " seconds=\\d+ bytes=[1-9]\\d* dropped=0 reason=\\w+",
                    "INFO unpublish rtmp " + who + what
                            + " seconds=\\d+ frames=[1-9]\\d* bytes=[1-9]\\d* reason=\\w+")) {
                await(line).untilAsserted(() -> assertThat(rig.log().lines()).anyMatch(said -> said.matches(line)));
            }
        }
    }

    @Test
    void whoWaitsForAStreamAndLeavesHasALineToo() {
        try (var rig = RtmpRig.open()) {
            try (var player = ScriptedPeer.connected(rig.port(), "live")) {
                player.command(player.createStream(), "play", 3, null, LocalStreams.LATE, -2000);
                await().until(() -> rig.streams().waiting() == 1);
            }
            String line =
                    "INFO stop rtmp peer=127\\.0\\.0\\.1:\\d+ stream=live/%s id=[0-9a-z]+ seconds=\\d+ bytes=0 dropped=0 reason=\\w+"
                            .formatted(LocalStreams.LATE);
            await().untilAsserted(() -> assertThat(rig.log().lines()).anyMatch(said -> said.matches(line)));
        }
    }

    /** Both are gone when it returns. */
    private static void publishAndPlay(RtmpRig rig) {
        try (var publisher = ScriptedPeer.connected(rig.port(), "live");
                var player = ScriptedPeer.connected(rig.port(), "live")) {
            int stream = publisher.publish("news");
            Coded.sendHeaders(publisher, stream);
            publisher.video(stream, 0, Payloads.avcKeyFrame(0));
            player.play("news");
            player.awaitMedia();
        }
    }

    private static List<String> ids(RtmpRig rig, String step) {
        return rig.log().lines().stream()
                .filter(line -> line.startsWith("INFO " + step + " rtmp "))
                .map(line ->
                        ID.matcher(line).results().findFirst().orElseThrow().group(1))
                .toList();
    }
}
