package dev.headwater.loadtest.bounds;

/** A demand on one figure of a run. A value that is exactly the limit meets it. */
public record Bound(Figure figure, double limit) {
    public Bound {
        if (!(limit >= 0) || Double.isInfinite(limit)) {
            throw new IllegalArgumentException("--%s: %s is no limit".formatted(figure.option(), limit));
        }
    }

    /** What was not measured is not met. */
    public Verdict judge(Measured run) {
        var value = figure.in(run);
        boolean met =
                value.isPresent() && (figure.isMinimum() ? value.getAsDouble() >= limit : value.getAsDouble() <= limit);
        String measured = value.isPresent() ? figure.text(value.getAsDouble()) : Verdict.NOT_MEASURED;
        return new Verdict(figure.option(), met, measured, figure.text(limit));
    }
}
