package dev.headwater.loadtest.lab.command;

import dev.headwater.loadtest.lab.fault.Fault;
import dev.headwater.loadtest.lab.fault.Faults;
import dev.headwater.loadtest.lab.fault.LabSettings;
import dev.headwater.loadtest.lab.fault.Laboratory;
import dev.headwater.loadtest.lab.machine.LoopbackNetwork;
import dev.headwater.loadtest.lab.machine.NamespaceNetwork;
import dev.headwater.loadtest.lab.machine.PrivateMachine;
import dev.headwater.loadtest.lab.machine.Tool;
import dev.headwater.loadtest.lab.result.FaultResult;
import dev.headwater.loadtest.lab.result.LabJson;
import dev.headwater.loadtest.lab.result.LabTable;
import dev.headwater.loadtest.lab.result.Outcome;
import dev.headwater.loadtest.lab.result.Round;
import dev.headwater.loadtest.process.OwnProgram;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater lab}. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnExecutionException = LabCommand.NO_RESULT,
        description = {
            "Starts real nodes in network namespaces of this machine, makes faults, and measures what the players see.",
            "Neither the machine's network nor any process of it is touched. Wants iproute2, iptables, util-linux, procps."
        },
        footer = {
            "",
            "Exit status: 0 if every fault passed, 1 if a figure was missed, 2 if an option is wrong,",
            "3 if a round was invalid or a fault is not possible here."
        })
public final class LabCommand implements Callable<Integer> {
    /** Exit status: a figure was not as it must be. */
    static final int MISSED = 1;

    /** Exit status: there is no result for some fault. */
    static final int NO_RESULT = 3;

    private final String mainClass;

    @Parameters(
            arity = "0..*",
            paramLabel = "FAULT",
            description = "Faults to make, such as F1 F6, or all. Without any, they are listed.")
    private List<String> names = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often each fault is made. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private final ExperimentOptions experiment = new ExperimentOptions();

    @Option(
            names = "--loopback",
            description =
                    "Run the nodes on 127.0.0.1, without namespaces: faults that drop packets are not possible then.")
    private boolean loopback;

    @Option(names = "--skip-impossible", description = "Faults that are not possible here do not count.")
    private boolean skipImpossible;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results to this file.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--logs",
            paramLabel = "FOLDER",
            description = "Where the nodes' logs go. Default: a new folder for temporary files.")
    private Optional<Path> logs = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** @param mainClass of this program, which knows the words {@code origin}, {@code edge} and {@code lab} */
    public LabCommand(String mainClass) {
        this.mainClass = mainClass;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (names.isEmpty()) {
            Faults.ALL.forEach(fault -> out().println("%-14s %s".formatted(fault.id(), fault.title())));
            return 0;
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds must be at least 1, found " + rounds);
        }
        var faults = names.stream().flatMap(name -> Faults.named(name).stream()).toList();
        var settings = experiment.settings();
        if (loopback) {
            var missing = Tool.missing(false);
            return missing.isPresent() ? noLab(missing.get()) : run(faults, laboratory(settings));
        }
        if (PrivateMachine.isHere()) {
            return run(faults, laboratory(settings));
        }
        return switch (PrivateMachine.search()) {
            case PrivateMachine.Search.Found(var machine) -> inside(machine);
            case PrivateMachine.Search.None(var obstacle) ->
                noLab(obstacle + "; --loopback makes the faults that need no network");
        };
    }

    private int noLab(String obstacle) {
        spec.commandLine().getErr().println("headwater lab: " + obstacle);
        return NO_RESULT;
    }

    /**
     * This command once more, in there. It ends with us: its input does. Its file of performance data would be that of the
     * process out here which has the same number; and its players share the cores with the nodes, from which a compiler that
     * goes to the last would take a third of one while a crowd comes.
     */
    private int inside(PrivateMachine machine) throws IOException, InterruptedException {
        var command =
                new ArrayList<>(OwnProgram.again(mainClass, List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1")));
        command.addAll(spec.commandLine().getParseResult().originalArgs());
        var process = new ProcessBuilder(machine.command(command))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return process.waitFor();
    }

    private Laboratory laboratory(LabSettings settings) throws IOException {
        Path folder =
                logs.isPresent() ? Files.createDirectories(logs.get()) : Files.createTempDirectory("headwater-lab-");
        return new Laboratory(
                settings, loopback ? LoopbackNetwork::new : NamespaceNetwork::new, mainClass, folder.toAbsolutePath());
    }

    /** After each fault its table is printed and the file written anew: who ends the lab early keeps what there is. */
    private int run(List<Fault> faults, Laboratory laboratory) throws InterruptedException {
        var results = new ArrayList<FaultResult>();
        for (var fault : faults) {
            var made = new ArrayList<Round>();
            for (int number = 1; number <= rounds; number++) {
                say("%s, round %d of %d: %s".formatted(fault.id(), number, rounds, fault.title()));
                var round = laboratory.round(fault, number);
                say("%s, round %d: %s"
                        .formatted(fault.id(), number, round.outcome().text()));
                made.add(round);
            }
            var result = new FaultResult(fault.id(), fault.title(), made);
            results.add(result);
            LabTable.print(result, out());
            json.ifPresent(file -> write(file, LabJson.of(networkName(), results)));
        }
        return status(results);
    }

    private String networkName() {
        return loopback ? "processes on 127.0.0.1" : "network namespaces, joined by a bridge";
    }

    private int status(List<FaultResult> results) {
        var outcomes = results.stream().map(FaultResult::outcome).toList();
        if (outcomes.contains(Outcome.MISSED)) {
            return MISSED;
        }
        boolean impossible = outcomes.contains(Outcome.IMPOSSIBLE) && !skipImpossible;
        return outcomes.contains(Outcome.INVALID) || impossible ? NO_RESULT : 0;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the results", e);
        }
    }

    private void say(String line) {
        out().println("lab: " + line);
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
