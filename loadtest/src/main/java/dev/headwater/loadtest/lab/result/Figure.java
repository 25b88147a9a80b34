package dev.headwater.loadtest.lab.result;

import java.util.Locale;

/**
 * One figure of a round, and what it must be.
 *
 * @param unit such as {@code ms}; empty for a count
 */
public record Figure(String name, double value, String unit, Bound bound) {
    public boolean isMet() {
        return bound.admits(value);
    }

    /** Such as {@code gap: 1,402 ms (at most 1,200 ms)}. */
    public String text() {
        String limit = bound.text().isEmpty() ? "" : " (%s%s)".formatted(bound.text(), unitText());
        return "%s: %s%s".formatted(name, valueText(), bound instanceof Bound.Yes ? "" : limit);
    }

    private String valueText() {
        return bound instanceof Bound.Yes ? yes(value) : number(value) + unitText();
    }

    /** The unit after its blank, if there is one. */
    String unitText() {
        return unit.isEmpty() ? "" : " " + unit;
    }

    static String yes(double value) {
        return value == 0 ? "no" : "yes";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
