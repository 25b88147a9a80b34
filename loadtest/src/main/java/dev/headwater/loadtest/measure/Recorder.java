package dev.headwater.loadtest.measure;

import dev.headwater.loadtest.check.Fault;

/** Where the clients of one event loop count. Confined to that loop, so that counting costs an addition. */
public final class Recorder {
    private Interval interval = new Interval();
    private int players;
    private int publishers;
    private int stalled;

    public void count(Count what) {
        interval.count(what, 1);
    }

    public void count(Count what, long by) {
        interval.count(what, by);
    }

    public void fault(Fault fault, long by) {
        interval.fault(fault, by);
    }

    public void time(Timing timing, long micros) {
        interval.time(timing, micros);
    }

    /** A client did not get what it came for. */
    public void failure(String reason) {
        interval.failure(reason);
    }

    /** A client that played or published was thrown out. */
    public void disconnect(String reason) {
        interval.disconnect(reason);
    }

    /** A request was not answered as wanted. */
    public void missed(String what) {
        interval.missed(what);
    }

    public void playerUp() {
        players++;
    }

    public void playerDown() {
        players--;
    }

    public void publisherUp() {
        publishers++;
    }

    public void publisherDown() {
        publishers--;
    }

    public void stalledUp() {
        stalled++;
    }

    public void stalledDown() {
        stalled--;
    }

    /** Hands over what was counted since the last call. */
    public Taken take() {
        var taken = new Taken(interval, players, publishers, stalled);
        interval = new Interval();
        return taken;
    }

    /**
     * What a loop hands over.
     *
     * @param players that play now
     * @param publishers that publish now
     * @param stalled players that read nothing, and are still connected
     */
    public record Taken(Interval interval, int players, int publishers, int stalled) {}
}
