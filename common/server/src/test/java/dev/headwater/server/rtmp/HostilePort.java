package dev.headwater.server.rtmp;

import dev.headwater.testkit.ScriptedPeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One port for a class of attacks. Each runs next to a healthy broadcast, which must not lose a frame, and must leave nothing
 * behind: no connection, no publisher, no player, no timer.
 */
final class HostilePort implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final RtmpRig.Setup setup;
    private RtmpRig rig;
    private boolean closed;
    private @Nullable HealthyBroadcast healthy;

    HostilePort(RtmpRig.Setup setup) {
        this.setup = setup;
        rig = setup.open();
    }

    /** A class that failed is run once more. */
    @Override
    public void beforeAll(ExtensionContext context) {
        if (closed) {
            rig = setup.open();
            closed = false;
        }
    }

    RtmpRig rig() {
        return rig;
    }

    ScriptedPeer open() {
        return ScriptedPeer.open(rig.port());
    }

    ScriptedPeer connected() {
        return ScriptedPeer.connected(rig.port(), "live");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        healthy = HealthyBroadcast.on(rig);
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        if (healthy != null) {
            try (var broadcast = healthy) {
                broadcast.assertNothingLost();
            }
            rig.assertEmpty();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        rig.close();
        closed = true;
    }
}
