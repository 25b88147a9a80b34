package dev.headwater.rtmp.amf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of a message that a later one may refer to, numbered in the order in which they begin.
 *
 * <p>A reference gives the same immutable value again and costs as much as the value itself, so that a few bytes cannot
 * stand for a tree that takes for ever to walk ("billion laughs").
 */
final class SeenValues {
    private final AmfBudget budget;
    private final List<Seen> seen = new ArrayList<>();

    SeenValues(AmfBudget budget) {
        this.budget = budget;
    }

    /** Gives the value that begins here its number, before its children get theirs. */
    Seen begin() {
        var value = new Seen(budget.start());
        seen.add(value);
        return value;
    }

    AmfValue end(Seen begun, AmfValue value) {
        begun.value = value;
        begun.cost = budget.stop(begun.measure);
        return value;
    }

    /** The value of that number; empty if there is none, or if it has not ended yet and so would contain itself. */
    Optional<AmfValue> refer(int index) {
        if (index >= seen.size()) {
            return Optional.empty();
        }
        Seen target = seen.get(index);
        if (target.value == null || target.cost == null) {
            return Optional.empty();
        }
        budget.charge(target.cost);
        return Optional.of(target.value);
    }

    static final class Seen {
        private final AmfBudget.Measure measure;
        private AmfBudget.@Nullable Cost cost;
        private @Nullable AmfValue value;

        private Seen(AmfBudget.Measure measure) {
            this.measure = measure;
        }
    }
}
