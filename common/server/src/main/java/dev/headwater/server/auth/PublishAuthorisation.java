package dev.headwater.server.auth;

import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.config.AuthConfig.PublishAuth;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.PublishRequest;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closed by default: passes a publisher on to the role's gate only if {@code auth.publish} lets it. Thread-safe. */
public final class PublishAuthorisation implements PublishGate {
    private static final Logger LOG = LoggerFactory.getLogger(PublishAuthorisation.class);

    private final PublishAuth mode;
    private final PublishGate next;

    public PublishAuthorisation(PublishAuth mode, PublishGate next) {
        this.mode = mode;
        this.next = next;
        switch (mode) {
            case OPEN -> LOG.warn("auth.publish=open: everybody who reaches the RTMP port may publish");
            case REFUSE -> LOG.warn("auth.publish=refuse: nobody may publish here; auth.publish=open lets everybody");
        }
    }

    @Override
    public Future<PublishDecision> admit(PublishRequest request) {
        return switch (mode) {
            case OPEN -> next.admit(request);
            case REFUSE ->
                Future.succeededFuture(new PublishDecision.Refused(
                        StatusCode.PUBLISH_DENIED, "publishing is closed on this server: auth.publish=refuse"));
        };
    }
}
