package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.measure.Audience;
import dev.headwater.loadtest.lab.measure.Disturbance;
import dev.headwater.loadtest.lab.measure.Window;
import dev.headwater.loadtest.lab.result.Bound;
import dev.headwater.loadtest.lab.result.Figure;
import java.util.ArrayList;
import java.util.List;

/** What a round writes down: figures, and proof that the fault happened. Confined to the lab's thread. */
public final class Notes {
    private final int slack;
    private final String subject;
    private final List<Figure> figures;
    private final List<String> evidence;
    private final List<String> unproven;

    /** @param slack {@link LabSettings#slack} */
    Notes(int slack) {
        this(slack, "", new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    private Notes(int slack, String subject, List<Figure> figures, List<String> evidence, List<String> unproven) {
        this.slack = slack;
        this.subject = subject;
        this.figures = figures;
        this.evidence = evidence;
        this.unproven = unproven;
    }

    /** The same notes for figures of one of several streams, or of some of the players: their names tell of which. */
    public Notes of(String whom) {
        return new Notes(slack, subject + ", " + whom, figures, evidence, unproven);
    }

    /**
     * What the kernel or a node says of the fault itself. A round with a false one is invalid: what must come of the fault is
     * a figure.
     */
    public void prove(String what, boolean happened) {
        (happened ? evidence : unproven).add(what);
    }

    /** What must be so. */
    public void must(String name, boolean so) {
        add(name, so ? 1 : 0, "", new Bound.Yes());
    }

    /** A time in milliseconds that must not be longer. */
    public void atMostMs(String name, double ms, double limitMs) {
        atMostMs(name, ms, 0, limitMs);
    }

    /** A time in milliseconds that must not be longer than {@code measuredMs}, which was slow already, and {@code moreMs}. */
    public void atMostMs(String name, double ms, double measuredMs, double moreMs) {
        add(name, ms, "ms", new Bound.AtMost(measuredMs + moreMs * slack));
    }

    /** A share in percent that must not be larger. */
    public void atMostPercent(String name, double percent, double limit) {
        add(name, percent, "%", new Bound.AtMost(limit));
    }

    /** A count that must be just this. */
    public void exactly(String name, long count, long wanted) {
        add(name, (double) count, "", new Bound.Exactly((double) wanted));
    }

    /** A count that must not be larger. */
    public void atMost(String name, long count, long limit) {
        add(name, (double) count, "", new Bound.AtMost((double) limit));
    }

    /** A time in milliseconds that is worth knowing. */
    public void tellMs(String name, double ms) {
        add(name, ms, "ms", new Bound.Any());
    }

    /** A count that is worth knowing. */
    public void tell(String name, long count) {
        add(name, (double) count, "", new Bound.Any());
    }

    /** What no fault may do to players: throw them out, go back in time, repeat, or mix publications. */
    void undisturbed(Audience audience, Window window) {
        undisturbed(audience, window, 0);
    }

    /** @param mostRepeated how many frames a player may have once more, as where what it plays comes from a foreign server */
    void undisturbed(Audience audience, Window window, long mostRepeated) {
        exactly(Disturbance.DISCONNECTED.text(), audience.count(Disturbance.DISCONNECTED, window), 0);
        inOrder(audience, window, mostRepeated);
        atMost(
                Disturbance.HEADERS_REPEATED.text() + " of a player",
                audience.most(Disturbance.HEADERS_REPEATED, window),
                2); // a stream that goes on begins with them: one of video, one of audio
    }

    /** The same of players that had to connect anew. */
    void inOrder(Audience audience, Window window) {
        inOrder(audience, window, 0);
    }

    private void inOrder(Audience audience, Window window, long mostRepeated) {
        ordered("", audience, window, mostRepeated);
        tell(Disturbance.LOST.text(), audience.count(Disturbance.LOST, window));
    }

    /**
     * What players see whom nothing befalls: all of it, and nothing twice.
     *
     * @param whose behind the name of each figure
     */
    void untouched(String whose, Audience audience, Window window) {
        for (var what : List.of(Disturbance.LOST, Disturbance.DISCONNECTED, Disturbance.HEADERS_REPEATED)) {
            exactly(what.text() + whose, audience.count(what, window), 0);
        }
        ordered(whose, audience, window, 0);
    }

    private void ordered(String whose, Audience audience, Window window, long mostRepeated) {
        atMost(Disturbance.REPEATED.text() + whose, audience.most(Disturbance.REPEATED, window), mostRepeated);
        for (var what : List.of(
                Disturbance.TIMESTAMP_BACK,
                Disturbance.REORDERED,
                Disturbance.RETURNED,
                Disturbance.NO_HEADER,
                Disturbance.NO_KEY_FRAME)) {
            exactly(what.text() + whose, audience.count(what, window), 0);
        }
        exactly("frames with two timestamps" + whose, audience.framesWithTwoTimes(), 0);
        tellMs("longest gap of the sound" + whose, audience.soundGapMs(window));
    }

    /** Rounds are compared by the names of their figures, so no two of a round have the same: the second one gets a number. */
    private void add(String name, double value, String unit, Bound bound) {
        String whole = name + subject;
        String free = whole;
        for (int number = 2; isTaken(free); number++) {
            free = "%s (%d)".formatted(whole, number);
        }
        figures.add(new Figure(free, value, unit, bound));
    }

    private boolean isTaken(String name) {
        return figures.stream().anyMatch(figure -> figure.name().equals(name));
    }

    List<Figure> figures() {
        return figures;
    }

    List<String> evidence() {
        return evidence;
    }

    /** What should have been proven and was not. */
    List<String> unproven() {
        return unproven;
    }
}
