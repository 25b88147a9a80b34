package dev.headwater.server.flight;

import dev.headwater.server.log.PeerText;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last events of one session. Confined to the session's event loop. */
public final class FlightLog {
    /** Of one event. */
    private static final int MAX_CHARS = 300;

    /** What an event takes beside its text, about. */
    private static final int EVENT_BYTES = 96;

    private final int maxEvents;
    private final int maxBytes;
    private final Deque<FlightEvent> events = new ArrayDeque<>();
    private int bytes;
    private long forgotten;

    FlightLog(int maxEvents, int maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /** The same once more, right after another, is counted and takes no place. */
    public void note(String what, String text) {
        if (maxEvents == 0) {
            return;
        }
        String printable = PeerText.printable(text, MAX_CHARS);
        var last = events.peekLast();
        if (last != null && last.what().equals(what) && last.text().equals(printable)) {
            events.removeLast();
            events.addLast(new FlightEvent(Instant.now(), what, printable, last.times() + 1));
            return;
        }
        events.addLast(new FlightEvent(Instant.now(), what, printable, 1));
        bytes += size(printable);
        while (events.size() > maxEvents || (bytes > maxBytes && events.size() > 1)) {
            bytes -= size(events.removeFirst().text());
            forgotten++;
        }
    }

    private static int size(String text) {
        return EVENT_BYTES + text.length();
    }

    /** The oldest first. */
    public List<FlightEvent> events() {
        return List.copyOf(events);
    }

    /** Events that had to give way. */
    public long forgotten() {
        return forgotten;
    }
}
