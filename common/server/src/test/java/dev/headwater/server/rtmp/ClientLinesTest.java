package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
            try (var publisher = ScriptedPeer.connected(rig.port(), "live");
                    var player = ScriptedPeer.connected(rig.port(), "live")) {
                int stream = publisher.publish("news");
                Coded.sendHeaders(publisher, stream);
                publisher.video(stream, 0, Payloads.avcKeyFrame(0));
                player.play("news");
                player.awaitMedia();
            }
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

    private static List<String> ids(RtmpRig rig, String step) {
        return rig.log().lines().stream()
                .filter(line -> line.startsWith("INFO " + step + " rtmp "))
                .map(line ->
                        ID.matcher(line).results().findFirst().orElseThrow().group(1))
                .toList();
    }
}
