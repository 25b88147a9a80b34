package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.CpuPressure;
import dev.headwater.loadtest.lab.machine.Network;
import dev.headwater.loadtest.lab.measure.Audience;
import dev.headwater.loadtest.lab.measure.Window;
import dev.headwater.loadtest.lab.result.Figure;
import dev.headwater.loadtest.lab.result.Outcome;
import dev.headwater.loadtest.lab.result.Round;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes faults, each round in a cluster of its own. Confined to one thread; blocks it. */
public final class Laboratory {
    private static final Logger LOG = LoggerFactory.getLogger(Laboratory.class);

    /** Between the start and the control: JVMs warm up. */
    private static final Duration CALM = Duration.ofSeconds(2);

    /** A control with a longer gap says that the machine is no measure for anything. */
    private static final double MOST_CONTROL_GAP_MS = 1_000;

    /** Of the CPU pressure. */
    private static final double UNKNOWN = -1;

    private final LabSettings settings;
    private final Supplier<Network> networks;
    private final String mainClass;
    private final Path logs;
    private final Consumer<String> steps;

    /**
     * @param networks makes a new one for each round
     * @param mainClass of the nodes
     * @param logs folder of the nodes' logs, one in it for each round
     * @param steps is told what a round has come to
     */
    public Laboratory(
            LabSettings settings, Supplier<Network> networks, String mainClass, Path logs, Consumer<String> steps) {
        this.settings = settings;
        this.networks = networks;
        this.mainClass = mainClass;
        this.logs = logs;
        this.steps = steps;
    }

    /** Makes {@code fault} once. Whatever fails of the lab itself makes it an invalid round: others are not lost by that. */
    public Round round(Fault fault, int number) throws InterruptedException {
        var folder = logs.resolve("%s-%d".formatted(fault.id(), number));
        try (var network = networks.get()) {
            if (fault.cuts() && !network.canCut()) {
                return Round.without(Outcome.IMPOSSIBLE, "needs network namespaces", "");
            }
            var missing = fault.missing(settings);
            if (missing.isPresent()) {
                return Round.without(Outcome.IMPOSSIBLE, missing.get(), "");
            }
            var topology = fault.topology(settings);
            try (var cluster = LabCluster.start(network, mainClass, topology, folder);
                    var scene = new Scene(settings, cluster, fault.encodersMove())) {
                if (!cluster.obstacle().isEmpty() && !fault.isStart()) {
                    return Round.without(Outcome.INVALID, cluster.obstacle(), folder.toString());
                }
                steps.accept("the nodes were started %d s ago"
                        .formatted(cluster.completeAfter().toSeconds()));
                scene.open(topology, fault);
                fault.prepare(scene);
                Waiting.pause(CALM);
                return measured(fault, scene, folder);
            }
        } catch (IllegalStateException e) {
            return Round.without(Outcome.INVALID, String.valueOf(e.getMessage()), folder.toString());
        } catch (RuntimeException e) {
            LOG.error("{}, round {}", fault.id(), number, e);
            return Round.without(Outcome.INVALID, e.toString(), folder.toString());
        }
    }

    /** What must come of a fault is a figure, also if the fault gives up because of it: only what is wrong with the lab is invalid. */
    private Round measured(Fault fault, Scene scene, Path folder) throws InterruptedException {
        var pressure = CpuPressure.start();
        long start = System.nanoTime();
        Waiting.pause(settings.control());
        var calm = Window.since(start);
        var audience = scene.everybody();
        var control = audience.players().isEmpty() ? List.<Figure>of() : control(audience, calm);
        double before = pressure.share().orElse(UNKNOWN);
        scene.control(audience.gapP99Ms(calm));
        steps.accept("watched for %d s without a fault; now it is made"
                .formatted(settings.control().toSeconds()));
        boolean ranToItsEnd = true;
        try {
            fault.run(scene);
        } catch (NotSo missed) {
            ranToItsEnd = false;
            scene.notes().must(missed.what(), false);
        }
        double whole = fault.isLoad() ? before : pressure.share().orElse(UNKNOWN);

        var problems = new ArrayList<String>();
        control.stream()
                .filter(figure -> !figure.isMet())
                .forEach(figure -> problems.add("the control had %s %s of %s"
                        .formatted(Math.round(figure.value()), figure.unit(), figure.name())));
        scene.notes().unproven().forEach(what -> problems.add("not proven: " + what));
        if (ranToItsEnd && scene.notes().evidence().isEmpty() && problems.isEmpty() && !fault.isStart()) {
            problems.add("nothing was proven");
        }
        double most = Math.max(before, whole);
        if (most == UNKNOWN && settings.maxPressure() < 1) {
            problems.add(
                    "whether the machine was busy is not known without /proc/pressure/cpu: --max-pressure 100 takes it as it is");
        } else if (most > settings.maxPressure()) {
            problems.add("the machine was busy: CPU pressure %.0f %% is above %.0f %%"
                    .formatted(most * 100, settings.maxPressure() * 100));
        }
        var missed = scene.notes().figures().stream()
                .filter(figure -> !figure.isMet())
                .map(Figure::text)
                .toList();
        boolean valid = problems.isEmpty();
        if (!valid && !missed.isEmpty()) {
            problems.add("besides, " + String.join("; ", missed));
        }
        return new Round(
                !valid ? Outcome.INVALID : missed.isEmpty() ? Outcome.PASSED : Outcome.MISSED,
                String.join("; ", valid ? missed : problems),
                control,
                scene.notes().evidence(),
                scene.notes().figures(),
                whole,
                folder.toString());
    }

    /** All streams together. */
    private List<Figure> control(Audience audience, Window window) {
        var notes = new Notes(settings.slack());
        notes.atMostMs("gap", audience.gapMs(window), MOST_CONTROL_GAP_MS);
        notes.tellMs("gap p99", audience.gapP99Ms(window));
        notes.untouched("", audience, window);
        return notes.figures();
    }
}
