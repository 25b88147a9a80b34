package dev.headwater.loadtest.run;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One loop's share of a group: lets its clients come, each at its time. Confined to the loop.
 *
 * <p>Client <i>i</i> of a group comes <i>i</i> / rate seconds after the start, whichever loop it is on.
 */
abstract sealed class Shift permits PlayerShift, PublisherShift, ChurnShift, StalledShift {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Crew crew;
    private final Group group;
    private @Nullable ScheduledFuture<?> next;
    private long startNanos;
    private int nextClient;
    private boolean stopped;

    Shift(Crew crew, Group group) {
        this.crew = crew;
        this.group = group;
        nextClient = crew.first();
    }

    /** Lets client number {@code index} of the group come. */
    abstract void open(int index);

    /** Clients that are here. */
    abstract int present();

    /** Clients that are here and have not heard yet whether they may stay. */
    int unanswered() {
        return 0;
    }

    /** Sends everybody home. */
    abstract void dismiss(boolean ofTheirOwnAccord);

    final Crew crew() {
        return crew;
    }

    final boolean isStopped() {
        return stopped;
    }

    final void start() {
        startNanos = System.nanoTime();
        if (!group.span().isToTheEnd()) {
            long millis = group.span().length().toMillis();
            var _ = crew.loop().schedule(() -> end(true), millis, TimeUnit.MILLISECONDS);
        }
        openDue();
    }

    /** Clients that are here or still to come. */
    final int atWork() {
        return stopped ? 0 : present() + toCome();
    }

    /** Clients that are still to come or to be answered. */
    final int awaited() {
        return stopped ? 0 : unanswered() + toCome();
    }

    /** The run is over. */
    final void stop() {
        end(false);
    }

    private void end(boolean ofTheirOwnAccord) {
        if (!stopped) {
            stopped = true;
            if (next != null) {
                next.cancel(false);
            }
            dismiss(ofTheirOwnAccord);
        }
    }

    private int toCome() {
        return Math.ceilDiv(Math.max(group.clients() - nextClient, 0), crew.step());
    }

    private void openDue() {
        while (!stopped && nextClient < group.clients()) {
            long wait = dueNanos(nextClient) - (System.nanoTime() - startNanos);
            if (wait > 0) {
                next = crew.loop().schedule(this::openDue, wait, TimeUnit.NANOSECONDS);
                return;
            }
            int client = nextClient;
            nextClient += crew.step();
            open(client);
        }
    }

    private long dueNanos(int client) {
        return (long) (client / group.rate() * NANOS_PER_SECOND);
    }
}
