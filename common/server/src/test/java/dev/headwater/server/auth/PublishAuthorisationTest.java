package dev.headwater.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.config.AuthConfig.PublishAuth;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.testkit.LogCapture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishAuthorisationTest {
    private final List<PublishRequest> asked = new ArrayList<>();
    private final PublishDecision roleSays = new PublishDecision.Refused(StatusCode.PUBLISH_BAD_NAME, "taken");

    private PublishDecision decide(PublishAuth mode) {
        var request = new PublishRequest(
                new StreamKey("live", "news"),
                "",
                "127.0.0.1:1",
                Forwarded.NOT,
                new EmbeddedChannel().eventLoop(),
                reason -> {},
                Future.succeededFuture());
        var gate = new PublishAuthorisation(mode, passed -> {
            asked.add(passed);
            return Future.succeededFuture(roleSays);
        });
        return gate.admit(request).result();
    }

    @Test
    void refuseLetsNobodyThroughToTheRole() {
        assertThat(decide(PublishAuth.REFUSE)).isInstanceOfSatisfying(PublishDecision.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(StatusCode.PUBLISH_DENIED);
            assertThat(refused.reason()).contains("auth.publish=refuse");
        });
        assertThat(asked).isEmpty();
    }

    @Test
    void openLeavesTheAnswerToTheRole() {
        assertThat(decide(PublishAuth.OPEN)).isSameAs(roleSays);
        assertThat(asked).hasSize(1);
    }

    @Test
    void bothSayAtTheStartWhatTheyAre() {
        try (var log = LogCapture.of(PublishAuthorisation.class)) {
            decide(PublishAuth.OPEN);
            decide(PublishAuth.REFUSE);
            assertThat(log.warnings())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("auth.publish=open: everybody"),
                            line -> assertThat(line).startsWith("auth.publish=refuse: nobody"));
        }
    }
}
