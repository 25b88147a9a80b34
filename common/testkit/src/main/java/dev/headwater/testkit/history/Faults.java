package dev.headwater.testkit.history;

import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.lab.Lab;
import dev.headwater.testkit.lab.Wires.Cut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What befalls the members of a lab: each fault begins when the last is over, and they are one cluster again. Confined to the
 * test's thread.
 */
public final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private static final Duration FOR_THE_SIGNAL = Duration.ofMillis(100);

    private final Lab<?> lab;
    private final Random random;
    private final Duration lease;
    private final Duration patience;
    private final List<Apart> aparts = new ArrayList<>();
    private final List<Sleep> sleeps = new ArrayList<>();

    /**
     * @param lease how long a node may sleep and serve what it owned
     * @param patience how long it waits otherwise until it is confirmed
     */
    public Faults(Lab<?> lab, Random random, Duration lease, Duration patience) {
        this.lab = lab;
        this.random = random;
        this.lease = lease;
        this.patience = patience;
    }

    List<Apart> aparts() {
        return aparts;
    }

    List<Sleep> sleeps() {
        return sleeps;
    }

    void byChance() {
        switch (random.nextInt(6)) {
            case 0 -> cut(side(), Cut.SEVERED, pausing(500 + random.nextInt(6_000)));
            case 1 -> cut(side(), Cut.SILENT, pausing(500 + random.nextInt(2_000)));
            case 2 -> cut(side(), Cut.SILENT, pausing(9_000 + random.nextInt(4_000)));
            case 3 ->
                freeze(
                        freezable(),
                        pausing(random.nextBoolean() ? 500 + random.nextInt(4_000) : 9_000 + random.nextInt(4_000)));
            case 4 -> killAndRestart(1);
            default -> killAndRestart(2);
        }
        pause(1_000);
    }

    private Set<String> side() {
        List<String> nodes = shuffled(Lab.NODES);
        return Set.copyOf(nodes.subList(0, 1 + random.nextInt(nodes.size() - 1)));
    }

    private String freezable() {
        return shuffled(Lab.ORIGINS).stream()
                .filter(node -> lab.member(node).process().isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static Runnable pausing(int millis) {
        return () -> pause(millis);
    }

    /** Cuts {@code side} off from all others; if they can notice it at once, {@code meanwhile} begins when they have. */
    public void cut(Set<String> side, Cut cut, Runnable meanwhile) {
        LOG.info("{} cut off, {}", side, cut);
        long from = System.nanoTime();
        lab.wires().cut(side, cut);
        if (cut == Cut.SEVERED) {
            lab.awaitSplit(side);
            LOG.info("noticed after {} ms", (System.nanoTime() - from) / 1_000_000);
        }
        meanwhile.run();
        long healed = System.nanoTime();
        lab.wires().heal();
        together(side, from, healed);
    }

    public void freeze(String node, Runnable meanwhile) {
        long from = System.nanoTime();
        lab.process(node).freeze();
        meanwhile.run();
        long thawed = System.nanoTime();
        lab.process(node).thaw();
        LOG.info("{} was frozen for {} ms", node, (thawed - from) / 1_000_000);
        if (thawed - from > lease.plus(FOR_THE_SIGNAL).toNanos()) {
            sleeps.add(new Sleep(node, from, thawed, patience.toNanos()));
        }
        together(Set.of(node), from, thawed);
    }

    private void together(Set<String> side, long from, long healed) {
        lab.awaitWhole();
        long now = System.nanoTime();
        aparts.add(new Apart(side, from, healed, now));
        LOG.info("one cluster again {} ms after the end of the fault", (now - healed) / 1_000_000);
    }

    private void killAndRestart(int count) {
        Set<String> dying = Set.copyOf(shuffled(Lab.ORIGINS).subList(0, count));
        kill(dying);
        pause(500 + random.nextInt(4_000));
        lab.start(dying);
    }

    /** Ends nodes at the same moment, and they stay away. */
    public void kill(Set<String> dying) {
        LOG.info("{} killed", dying);
        lab.kill(dying);
        lab.awaitWhole();
    }

    private List<String> shuffled(List<String> nodes) {
        List<String> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** Lets the traffic go on for so long. */
    public static void pause(int millis) {
        await().pollDelay(Duration.ofMillis(millis))
                .atMost(Duration.ofMinutes(1))
                .until(() -> true);
    }
}
