package dev.headwater.loadtest.lab.result;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The results for people: a row for each figure, with its least, median and largest value if there are several rounds. */
public final class LabTable {
    private final PrintWriter out;

    private LabTable(PrintWriter out) {
        this.out = out;
    }

    public static void print(FaultResult result, PrintWriter out) {
        new LabTable(out).print(result);
        out.println();
        out.flush();
    }

    private void print(FaultResult fault) {
        out.println();
        out.println("%s  %s: %s"
                .formatted(fault.id(), fault.title(), fault.outcome().text()));
        int number = 0;
        for (var round : fault.rounds()) {
            number++;
            about(number, round);
        }
        figures("control: ", fault.rounds().stream().map(LabTable::control));
        figures("", fault.rounds().stream().map(Round::figures));
    }

    private void about(int number, Round round) {
        String pressure = round.cpuPressure() < 0 ? "unknown" : "%.0f %%".formatted(round.cpuPressure() * 100);
        out.println("  round %d: %s, CPU pressure %s%s"
                .formatted(
                        number,
                        round.outcome().text(),
                        pressure,
                        round.reason().isEmpty() ? "" : ": " + round.reason()));
        round.evidence().forEach(line -> out.println("    proof: " + line));
        if (round.outcome() != Outcome.PASSED && !round.logs().isEmpty()) {
            out.println("    logs:  " + round.logs());
        }
    }

    /** Its times. Of its counts those that are not as they must be: the others say the same in each round of each fault. */
    private static List<Figure> control(Round round) {
        return round.control().stream()
                .filter(figure -> !figure.unit().isEmpty() || !figure.isMet())
                .toList();
    }

    private void figures(String prefix, Stream<List<Figure>> rounds) {
        var byName = new LinkedHashMap<String, List<Figure>>();
        rounds.forEach(round -> round.forEach(figure -> byName.merge(
                figure.name(),
                List.of(figure),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList())));
        byName.forEach((name, figures) -> out.println(row(prefix + name, figures)));
    }

    private static String row(String name, List<Figure> figures) {
        var last = figures.getLast();
        boolean promised = !(last.bound() instanceof Bound.Any);
        String verdict = figures.stream().allMatch(Figure::isMet) ? "PASS" : "FAIL";
        return "  %-44s %22s%-3s  %s"
                .formatted(
                        name,
                        value(figures),
                        last.unitText(),
                        promised ? verdict + "  " + limit(figures) + last.unitText() : "")
                .stripTrailing();
    }

    private static String value(List<Figure> figures) {
        double[] values = figures.stream().mapToDouble(Figure::value).sorted().toArray();
        if (figures.getLast().bound() instanceof Bound.Yes) {
            return values.length == 1
                    ? Figure.yes(values[0])
                    : "yes in %.0f of %d".formatted(Arrays.stream(values).sum(), values.length);
        }
        return values.length == 1
                ? Figure.number(values[0])
                : "%s / %s / %s"
                        .formatted(
                                Figure.number(values[0]),
                                Figure.number(median(values)),
                                Figure.number(values[values.length - 1]));
    }

    /** From the least to the largest, where rounds had different ones: some have a part that was measured. */
    private static String limit(List<Figure> figures) {
        var limits = figures.stream()
                .flatMap(
                        figure -> figure.bound() instanceof Bound.AtMost(double limit) ? Stream.of(limit) : Stream.of())
                .sorted()
                .map(Figure::number)
                .distinct()
                .toList();
        return limits.size() < 2
                ? figures.getLast().bound().text()
                : "at most %s to %s".formatted(limits.getFirst(), limits.getLast());
    }

    static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : DoubleStream.of(sorted[middle - 1], sorted[middle]).average().orElse(0);
    }
}
