package dev.headwater.media.ts;

/** What is kept of one PID while a segment is written: its counter, and the clock if it carries that. Confined to its caller. */
final class Pid {
    private static final int COUNTER_BITS = 0xF;

    private final int number;
    private final boolean hasClock;

    private int next;
    private boolean begun;
    private boolean clockBegun;
    private long clock;

    /** @param hasClock whether the program clock reference is in its packets */
    Pid(int number, boolean hasClock) {
        this.number = number;
        this.hasClock = hasClock;
    }

    int number() {
        return number;
    }

    boolean hasClock() {
        return hasClock;
    }

    /** Whether the packet to come is the first. */
    boolean begins() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** Counter of the next packet: it counts those that carry something (ISO/IEC 13818-1, 2.4.3.3). */
    int counter(boolean carries) {
        if (!carries) {
            return next - 1 & COUNTER_BITS;
        }
        int counter = next;
        next = next + 1 & COUNTER_BITS;
        return counter;
    }

    /** How long ago the clock was told, as of a time; 0 if never. */
    long sinceClock(long time) {
        return clockBegun ? time - clock : 0;
    }

    /** Sets the clock, which never runs back. @return what it shows now */
    long tellClock(long time) {
        clock = clockBegun ? Math.max(clock, time) : time;
        clockBegun = true;
        return clock;
    }
}
