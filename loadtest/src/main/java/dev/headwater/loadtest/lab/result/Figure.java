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

    static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
