package dev.headwater.loadtest.scrape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reader of the Prometheus text format 0.0.4, strict: what is no metric, comment or blank line is an error, since a page that
 * is something else must not pass for a node without figures. Not thread-safe; one object reads one text.
 */
public final class Exposition {
    private final String line;
    private final int number;
    private int at;

    private Exposition(String line, int number) {
        this.line = line;
        this.number = number;
    }

    /** @throws IllegalArgumentException names the first line that is not of the format */
    public static List<MetricLine> read(String text) {
        var lines = new ArrayList<MetricLine>();
        int number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && content.charAt(0) != '#') {
                lines.add(new Exposition(content, number).metric());
            }
        }
        return lines;
    }

    private MetricLine metric() {
        String name = name();
        Map<String, String> labels = next('{') ? labels() : Map.of();
        var rest = line.substring(at).strip().split("[ \t]+", -1);
        if (rest.length > 2) { // a value, and perhaps its time
            throw wrong("one value");
        }
        return new MetricLine(name, labels, value(rest[0]));
    }

    private Map<String, String> labels() {
        var labels = new HashMap<String, String>();
        while (!next('}')) {
            String label = name();
            expect('=');
            expect('"');
            labels.put(label, quoted());
            if (!next(',')) {
                expect('}');
                break;
            }
        }
        return labels;
    }

    private String name() {
        skipBlanks();
        int start = at;
        while (at < line.length() && isOfName(line.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw wrong("a name");
        }
        return line.substring(start, at);
    }

    private String quoted() {
        var value = new StringBuilder();
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && at < line.length()) {
                char escaped = line.charAt(at++);
                value.append(escaped == 'n' ? '\n' : escaped);
            } else {
                value.append(c);
            }
        }
        throw wrong("the end of a quoted value");
    }

    private double value(String text) {
        try {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw wrong("a number");
        }
    }

    private boolean next(char wanted) {
        skipBlanks();
        boolean found = at < line.length() && line.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private void expect(char wanted) {
        if (!next(wanted)) {
            throw wrong("'" + wanted + "'");
        }
    }

    private void skipBlanks() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isOfName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("line %d, column %d: expected %s".formatted(number, at + 1, expected));
    }
}
