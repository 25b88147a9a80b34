package dev.headwater.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long a test waits for what must come, if it does not say: long enough for a machine that is busy with something
 * else. Of Awaitility too, which looks more often than it would, so that little time goes by after what was waited for.
 */
public final class Patience implements LauncherSessionListener {
    public static final Duration LIMIT = Duration.ofSeconds(40);

    private static final Duration LOOK = Duration.ofMillis(25);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LIMIT);
        Awaitility.setDefaultPollInterval(LOOK);
    }
}
