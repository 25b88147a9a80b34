package dev.headwater.loadtest.run;

import dev.headwater.loadtest.client.StreamAddress;
import dev.headwater.loadtest.measure.PlayerTally;
import dev.headwater.loadtest.measure.Recorder;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** The clients of one event loop, and what they have measured. Confined to that loop. */
final class Crew {
    private static final int THOROUGH_EVERY = 16;

    private final EventLoop loop;
    private final RunSettings settings;
    private final int number;
    private final int crews;
    private final Recorder recorder = new Recorder();
    private final List<Shift> shifts = new ArrayList<>();
    private final List<PlayerTally> tallies = new ArrayList<>();
    private int hlsPlayers;
    private MeasuredTime measuredTime = new MeasuredTime(Long.MAX_VALUE, Long.MAX_VALUE);

    /**
     * @param number of this loop, from 0
     * @param crews number of loops
     */
    Crew(EventLoop loop, RunSettings settings, int number, int crews) {
        this.loop = loop;
        this.settings = settings;
        this.number = number;
        this.crews = crews;
    }

    EventLoop loop() {
        return loop;
    }

    RunSettings settings() {
        return settings;
    }

    Recorder recorder() {
        return recorder;
    }

    MeasuredTime measuredTime() {
        return measuredTime;
    }

    void measureIn(MeasuredTime time) {
        measuredTime = time;
    }

    PlayerTally newTally(StreamAddress stream, boolean sinceBefore) {
        var tally = new PlayerTally(stream.key(), sinceBefore);
        tallies.add(tally);
        return tally;
    }

    /** One in so many looks at all that it gets; the others at the heads, which costs them less. */
    boolean isNextHlsPlayerThorough() {
        return hlsPlayers++ % THOROUGH_EVERY == 0;
    }

    /** Lets this loop's share of a group come, beginning now. */
    void start(Group group) {
        var shift = switch (group) {
            case Group.Players players -> new PlayerShift(this, players);
            case Group.Publishers publishers -> new PublisherShift(this, publishers);
            case Group.Churn churn -> new ChurnShift(this, churn);
            case Group.Stalled stalled -> new StalledShift(this, stalled);
        };
        shifts.add(shift);
        shift.start();
    }

    /** The numbers of this loop's clients are {@link #number}, and every {@link #crews} after it. */
    int first() {
        return number;
    }

    int step() {
        return crews;
    }

    /** Hands over what was measured since the last time. */
    Recorder.Taken take() {
        return recorder.take();
    }

    /** Clients that are here or still to come. */
    int atWork() {
        return shifts.stream().mapToInt(Shift::atWork).sum();
    }

    /** Clients that are still to come, and publishers that have no answer yet. */
    int awaited() {
        return shifts.stream().mapToInt(Shift::awaited).sum();
    }

    List<PlayerTally> tallies() {
        return List.copyOf(tallies);
    }

    void stop() {
        shifts.forEach(Shift::stop);
    }
}
