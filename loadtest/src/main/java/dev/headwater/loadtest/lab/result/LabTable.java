package dev.headwater.loadtest.lab.result;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        figures("control", fault.rounds().stream().map(Round::control).toList());
        figures("", fault.rounds().stream().map(Round::figures).toList());
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

    private void figures(String prefix, List<List<Figure>> rounds) {
        var byName = new LinkedHashMap<String, List<Figure>>();
        rounds.forEach(round -> round.forEach(figure -> byName.merge(
                figure.name(),
                List.of(figure),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList())));
        for (Map.Entry<String, List<Figure>> row : byName.entrySet()) {
            out.println(row(prefix.isEmpty() ? row.getKey() : prefix + ": " + row.getKey(), row.getValue()));
        }
    }

    private static String row(String name, List<Figure> figures) {
        var last = figures.getLast();
        String unit = last.unit().isEmpty() ? "" : " " + last.unit();
        double[] values = figures.stream().mapToDouble(Figure::value).sorted().toArray();
        String value = values.length == 1
                ? Figure.number(values[0])
                : "%s / %s / %s"
                        .formatted(
                                Figure.number(values[0]),
                                Figure.number(median(values)),
                                Figure.number(values[values.length - 1]));
        boolean promised = !(last.bound() instanceof Bound.Any);
        String verdict = figures.stream().allMatch(Figure::isMet) ? "PASS" : "FAIL";
        return "  %-44s %22s%-3s  %s"
                .formatted(
                        name,
                        value,
                        unit,
                        promised ? verdict + "  " + last.bound().text() + unit : "")
                .stripTrailing();
    }

    static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : DoubleStream.of(sorted[middle - 1], sorted[middle]).average().orElse(0);
    }
}
