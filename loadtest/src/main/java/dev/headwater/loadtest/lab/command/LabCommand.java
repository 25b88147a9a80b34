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
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
            "Neither the machine's network nor any process of it is touched. Wants the Debian packages iproute2, iptables,",
            "util-linux, procps and dnsmasq-base, and for F17 libfaketime.",
            "A round takes 20 s to a minute and a half, and all faults once about forty minutes."
        },
        footer = {
            "",
            "Exit status:",
            "  0  every fault passed",
            "  1  a figure was missed: the servers did not do what they must",
            "  2  an option is wrong",
            "  3  there is no result for some fault. A round was invalid: the fault could not be proven, the players were",
            "     disturbed before it, the machine was busy, or the lab failed; its line says which, and it may be made again.",
            "     Or a fault is not possible here, or no lab."
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
            description = "Faults to make, such as F1 F6, or all, which wants --old for F15, or --skip-impossible."
                    + " Without any, they are listed.")
    private List<String> names = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How often each fault is made, and one missed round is a missed fault. Default: ${DEFAULT-VALUE}, which shows"
                            + " what happens; to trust it, 5, and 20 for F7 and F16, as starts and merges seldom go wrong.")
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
            description =
                    "Where the nodes' logs go, a folder for each round. Default: a new folder for temporary files, where those"
                            + " of rounds that passed are removed again.")
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
            if (!spec.commandLine().getParseResult().matchedOptions().isEmpty()) {
                throw new ParameterException(spec.commandLine(), "no fault is named: give some, such as F1 F6, or all");
            }
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
            return missing.isPresent() ? noLab(missing.get()) : run(faults, settings);
        }
        if (PrivateMachine.isHere()) {
            return run(faults, settings);
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

    /** After each fault its table is printed and the file written anew: who ends the lab early keeps what there is. */
    private int run(List<Fault> faults, LabSettings settings) throws InterruptedException, IOException {
        var folders = logs.isPresent() ? LogFolders.kept(logs.get()) : LogFolders.temporary();
        var laboratory = new Laboratory(
                settings,
                loopback ? LoopbackNetwork::new : NamespaceNetwork::new,
                mainClass,
                folders.path(),
                step -> say("  " + step));
        var results = new ArrayList<FaultResult>();
        for (var fault : faults) {
            var made = new ArrayList<Round>();
            for (int number = 1; number <= rounds; number++) {
                made.add(folders.after(round(laboratory, fault, number)));
            }
            var result = new FaultResult(fault.id(), fault.title(), made);
            results.add(result);
            LabTable.print(result, out());
            json.ifPresent(file -> write(file, LabJson.of(networkName(), results)));
        }
        folders.close();
        return status(results);
    }

    private Round round(Laboratory laboratory, Fault fault, int number) throws InterruptedException {
        long startNanos = System.nanoTime();
        say("%s, round %d of %d: %s".formatted(fault.id(), number, rounds, fault.title()));
        var round = laboratory.round(fault, number);
        say("%s, round %d: %s, after %d s%s"
                .formatted(
                        fault.id(),
                        number,
                        round.outcome().text(),
                        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos),
                        round.reason().isEmpty() ? "" : ": " + round.reason()));
        return round;
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
