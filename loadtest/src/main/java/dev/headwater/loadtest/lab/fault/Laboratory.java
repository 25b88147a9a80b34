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

    /**
     * @param networks makes a new one for each round
     * @param mainClass of the nodes
     * @param logs folder of the nodes' logs, one in it for each round
     */
    public Laboratory(LabSettings settings, Supplier<Network> networks, String mainClass, Path logs) {
        this.settings = settings;
        this.networks = networks;
        this.mainClass = mainClass;
        this.logs = logs;
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

    private Round measured(Fault fault, Scene scene, Path folder) throws InterruptedException {
        var pressure = CpuPressure.start();
        long start = System.nanoTime();
        Waiting.pause(settings.control());
        var calm = Window.since(start);
        var audience = scene.everybody();
        var control = control(audience, calm);
        double before = pressure.share().orElse(UNKNOWN);
        scene.control(audience.gapP99Ms(calm));
        fault.run(scene);
        double whole = fault.isLoad() ? before : pressure.share().orElse(UNKNOWN);

        var problems = new ArrayList<String>();
        control.stream()
                .filter(figure -> !figure.isMet())
                .forEach(figure -> problems.add("the control had %s %s of %s"
                        .formatted(Math.round(figure.value()), figure.unit(), figure.name())));
        scene.notes().unproven().forEach(what -> problems.add("not proven: " + what));
        double most = Math.max(before, whole);
        if (most == UNKNOWN && settings.maxPressure() < 1) {
            problems.add(
                    "whether the machine was busy is not known without /proc/pressure/cpu: --max-pressure 100 takes it as it is");
        } else if (most > settings.maxPressure()) {
            problems.add("the machine was busy: CPU pressure %.0f %% is above %.0f %%"
                    .formatted(most * 100, settings.maxPressure() * 100));
        }
        return new Round(
                outcome(problems, scene.notes().figures()),
                String.join("; ", problems),
                control,
                scene.notes().evidence(),
                scene.notes().figures(),
                whole,
                folder.toString());
    }

    private static Outcome outcome(List<String> problems, List<Figure> figures) {
        if (!problems.isEmpty()) {
            return Outcome.INVALID;
        }
        return figures.stream().allMatch(Figure::isMet) ? Outcome.PASSED : Outcome.MISSED;
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
