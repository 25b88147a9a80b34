package dev.headwater.testkit;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Fails a test class after which a Netty buffer is gone that nobody released. Nothing registers it by hand: the service
 * files of this module do, in the launcher (early enough to watch every buffer) and in JUnit Jupiter.
 *
 * <p>Buffers that something still reaches are no leak yet; they are looked at again after the last class of the JVM.
 */
public final class LeakGate implements LauncherSessionListener, BeforeAllCallback, AfterAllCallback {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        BufferLeaks.install();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(LeakGate.class))
                .getOrComputeIfAbsent("end", key -> (AutoCloseable) () -> check("the last test class"));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check(context.getDisplayName());
    }

    /** @throws AssertionError with Netty's records, if a buffer was lost since the last check */
    static void check(String where) {
        List<String> leaks = BufferLeaks.drain();
        if (!leaks.isEmpty()) {
            throw new AssertionError("%d leaked buffer(s) found after %s:%n%s"
                    .formatted(leaks.size(), where, String.join(System.lineSeparator(), leaks)));
        }
    }
}
