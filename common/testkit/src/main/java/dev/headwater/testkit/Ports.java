package dev.headwater.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** TCP ports for what must know its number before it listens; everything else listens on port 0. Thread-safe. */
public final class Ports {
    /** Below those that Linux gives to whoever names none, so that a number stays free until it is used. */
    private static final int FIRST = 20_000;

    private static final int COUNT = 12_000;

    /** Two JVMs of one build begin at different places. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private Ports() {}

    /** A port that nobody listens on, and that this JVM was not given before. */
    public static int free() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free from %d on".formatted(FIRST));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
