package dev.headwater.loadtest.lab.result;

/** What a figure must be. */
public sealed interface Bound {
    /** Whether {@code value} is well. */
    boolean admits(double value);

    /** The limit, such as {@code at most 3,000}. */
    String text();

    record AtMost(double limit) implements Bound {
        @Override
        public boolean admits(double value) {
            return value <= limit;
        }

        @Override
        public String text() {
            return "at most " + Figure.number(limit);
        }
    }

    record Exactly(double wanted) implements Bound {
        @Override
        public boolean admits(double value) {
            return Double.compare(value, wanted) == 0;
        }

        @Override
        public String text() {
            return "exactly " + Figure.number(wanted);
        }
    }

    /** For figures that are worth knowing and promise nothing. */
    record Any() implements Bound {
        @Override
        public boolean admits(double value) {
            return true;
        }

        @Override
        public String text() {
            return "";
        }
    }
}
