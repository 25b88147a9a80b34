package dev.headwater.deploy.operate;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as what stands in them, numbers to the right. Confined to its caller. */
public final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param right whether its values line up at their ends, as numbers do */
    public record Column(String title, boolean right) {
        public static Column text(String title) {
            return new Column(title, false);
        }

        public static Column number(String title) {
            return new Column(title, true);
        }
    }

    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Control characters of what a stranger chose do not reach the terminal. */
    public void row(Object... values) {
        rows.add(List.of(values).stream()
                .map(value -> value.toString().replaceAll("\\p{Cntrl}", "?"))
                .map(value -> value.isEmpty() ? "-" : value)
                .toList());
    }

    public void print(PrintWriter out) {
        var lines = new ArrayList<List<String>>();
        lines.add(columns.stream().map(Column::title).toList());
        lines.addAll(rows);
        for (var line : lines) {
            var text = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                int width = width(lines, i);
                String padding = " ".repeat(width - line.get(i).length());
                text.append(columns.get(i).right() ? padding + line.get(i) : line.get(i) + padding)
                        .append(GAP);
            }
            out.println(text.toString().stripTrailing());
        }
        out.flush();
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }
}
