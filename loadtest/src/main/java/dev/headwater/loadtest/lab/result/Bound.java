package dev.headwater.loadtest.lab.result;

/** What a figure must be. */
public sealed interface Bound {
    /** Whether {@code value} is well. */
    boolean admits(double value);

    /** The limit, such as {@code at most 3,000}. */
    String text();

    /** Never below 0: such a value is that of what did not happen, or of what nobody could tell. */
    record AtMost(double limit) implements Bound {
        @Override
        public boolean admits(double value) {
            return value >= 0 && value <= limit;
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

    /** For what must be so: 1 if it is, else 0. */
    record Yes() implements Bound {
        @Override
        public boolean admits(double value) {
            return Double.compare(value, 1) == 0;
        }

        @Override
        public String text() {
            return "yes";
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
