package dev.headwater.server.hooks;

import dev.headwater.server.auth.ActiveUse;
import java.util.concurrent.atomic.AtomicBoolean;

/** Somebody who has sent seven bytes, on whatever thread asks. */
final class FakeUse implements ActiveUse {
    private final AtomicBoolean revoked = new AtomicBoolean();

    AtomicBoolean revoked() {
        return revoked;
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public long bytes() {
        return 7;
    }

    @Override
    public void revoke() {
        revoked.set(true);
    }
}
