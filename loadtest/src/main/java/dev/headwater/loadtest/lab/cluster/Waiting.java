package dev.headwater.loadtest.lab.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How the lab's thread lets time pass. */
public final class Waiting {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

    /** Something that is hoped for. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    private Waiting() {}

    /** Looks again and again. @return whether it held in time */
    public static boolean until(Duration patience, Condition condition) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - startNanos > patience.toNanos()) {
                return false;
            }
            pause(BETWEEN_LOOKS);
        }
        return true;
    }

    /** The time is part of the experiment. */
    public static void pause(Duration time) throws InterruptedException {
        boolean _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
