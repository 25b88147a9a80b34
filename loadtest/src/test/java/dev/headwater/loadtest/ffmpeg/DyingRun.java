package dev.headwater.loadtest.ffmpeg;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A JVM with one ffmpeg player, to be killed: arguments are the program and the URL. */
final class DyingRun {
    private DyingRun() {}

    public static void main(String[] arguments) throws InterruptedException {
        @SuppressWarnings("resource") // the point is that nobody closes it
        var clients = FfmpegClients.of(new FfmpegPlan(0, 1, arguments[0], Optional.empty()));
        clients.play(arguments[1]);
        System.out.println("playing");
        new CountDownLatch(1).await();
    }
}
