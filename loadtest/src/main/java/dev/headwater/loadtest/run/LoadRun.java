package dev.headwater.loadtest.run;

import dev.headwater.loadtest.client.Loops;
import dev.headwater.loadtest.measure.PlayerTally;
import dev.headwater.loadtest.measure.RunFigures;
import dev.headwater.loadtest.measure.Second;
import dev.headwater.loadtest.measure.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Leads one run from its first client to its summary. {@link #run} belongs to the thread that calls it, which waits in it;
 * {@link #stop} may be called from any.
 *
 * <pre>
 *   publishers of the start come -> [ clock: the other groups come | warm-up | measured time ] -> drain -> all leave
 * </pre>
 */
public final class LoadRun {
    private static final long SECOND = 1_000_000_000L;

    /** What was sent at the end of the measured time is waited for so long. */
    private static final long DRAIN = SECOND;

    private final Plan plan;
    private final Companions companions;
    private final Consumer<Second> listener;
    private final List<Crew> crews = new ArrayList<>();
    private final Semaphore stops = new Semaphore(0);
    private final ProcessCpu cpu = new ProcessCpu();
    private final long startNanos = System.nanoTime();
    private final RunFigures figures = new RunFigures(Instant.now(), startNanos);

    /** @param listener is called on the thread of {@link #run}, about once a second */
    public LoadRun(Loops loops, RunSettings settings, Plan plan, Consumer<Second> listener) {
        this(loops, settings, plan, Companions.NONE, listener);
    }

    /**
     * @param companions come once our first publishers are there, and leave before them
     * @param listener is called on the thread of {@link #run}, about once a second
     */
    public LoadRun(Loops loops, RunSettings settings, Plan plan, Companions companions, Consumer<Second> listener) {
        this.plan = plan;
        this.companions = companions;
        this.listener = listener;
        var all = loops.all();
        for (int i = 0; i < all.size(); i++) {
            crews.add(new Crew(all.get(i), settings, i, all.size()));
        }
    }

    /** Ends the run early: what was measured so far is its result. Thread-safe. */
    public void stop() {
        stops.release();
    }

    /** @param parameters of the run, for the summary */
    public Summary run(Map<String, String> parameters) {
        try {
            if (publishersAreThere()) {
                companions.come();
                measure();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var ffmpegs = companions.leave();
        onAll(crew -> {
            crew.stop();
            return true;
        });
        take(false);
        List<PlayerTally> tallies =
                onAll(Crew::tallies).stream().flatMap(List::stream).toList();
        return figures.summary(parameters, tallies, ffmpegs);
    }

    /** Lets the first publishers come, and waits for their answers. False if none of them may publish, or we are to stop. */
    private boolean publishersAreThere() throws InterruptedException {
        var first = plan.groups().stream().filter(LoadRun::comesBeforeTheClock).toList();
        if (first.isEmpty()) {
            return true;
        }
        first.forEach(this::start);
        while (true) {
            if (stopsBefore(System.nanoTime() + SECOND / 10)) {
                return false;
            }
            if (onAll(Crew::awaited).stream().allMatch(awaited -> awaited == 0)) {
                return take(false).publishers() > 0;
            }
        }
    }

    private void measure() throws InterruptedException {
        long clock = System.nanoTime();
        long measureFrom = clock + plan.warmUp().toNanos();
        var time = new MeasuredTime(measureFrom, measureFrom + plan.duration().toNanos());
        onAll(crew -> {
            crew.measureIn(time);
            return true;
        });
        var others = plan.groups().stream()
                .filter(Predicate.not(LoadRun::comesBeforeTheClock))
                .toList();
        long lastStart = clock;
        for (var group : others) {
            long delay = group.span().start().toNanos();
            lastStart = Math.max(lastStart, clock + delay);
            for (var crew : crews) {
                var _ = crew.loop().schedule(() -> crew.start(group), delay, TimeUnit.NANOSECONDS);
            }
        }
        follow(time, lastStart);
        drain();
    }

    /** Takes the figures each second until the measured time is over, or nobody is left. */
    private void follow(MeasuredTime time, long lastStart) throws InterruptedException {
        long from = System.nanoTime();
        while (!time.isOver(from)) {
            boolean stopped = stopsBefore(nextTick(from, time));
            long now = System.nanoTime();
            boolean nobodyLeft =
                    now - lastStart > SECOND && onAll(Crew::atWork).stream().allMatch(clients -> clients == 0);
            if (stopped || nobodyLeft) {
                time.endNow(now);
            }
            take(time.hasBegun(from));
            from = now;
        }
    }

    /** The next whole second of the run, or an end of the measured time if that comes before. */
    private long nextTick(long now, MeasuredTime time) {
        long next = now + SECOND - (now - startNanos) % SECOND;
        long edge = time.hasBegun(now) ? time.endNanos() : time.startNanos();
        return edge - next < 0 ? edge : next;
    }

    private void drain() throws InterruptedException {
        stopsBefore(System.nanoTime() + DRAIN);
        take(false);
    }

    /** Waits until then, but no longer than until {@link #stop} is called. */
    private boolean stopsBefore(long nanos) throws InterruptedException {
        return stops.tryAcquire(Math.max(nanos - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
    }

    private static boolean comesBeforeTheClock(Group group) {
        return group instanceof Group.Publishers && group.span().isFromTheStart();
    }

    private void start(Group group) {
        onAll(crew -> {
            crew.start(group);
            return true;
        });
    }

    private Second take(boolean measured) {
        var taken = onAll(Crew::take);
        var second = figures.add(System.nanoTime(), measured, taken, cpu.sinceLast());
        listener.accept(second);
        return second;
    }

    /** Asks every crew on its loop, all at the same time. */
    private <T> List<T> onAll(Function<Crew, T> question) {
        return crews.stream()
                .map(crew -> CompletableFuture.supplyAsync(() -> question.apply(crew), crew.loop()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }
}
