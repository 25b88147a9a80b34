package dev.headwater.server.hooks;

import dev.headwater.server.auth.Visitor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Somebody who has sent seven bytes, on whatever thread asks. */
final class FakeVisitor implements Visitor {
    private final AtomicBoolean dismissed = new AtomicBoolean();

    AtomicBoolean dismissed() {
        return dismissed;
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
    public void dismiss() {
        dismissed.set(true);
    }
}
