package dev.headwater.origin;

import dev.headwater.testkit.history.Call;
import dev.headwater.testkit.history.Call.Outcome;
import dev.headwater.testkit.history.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A call as fields of a line. */
final class CallLine {
    private static final String NOBODY = "-";

    private CallLine() {}

    static List<String> of(Call call) {
        List<String> fields = new ArrayList<>(List.of(
                call.node(),
                call.publisher(),
                call.name(),
                Long.toString(call.fromNanos()),
                Long.toString(call.toNanos())));
        fields.addAll(of(call.outcome()));
        return fields;
    }

    private static List<String> of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Granted(Epoch epoch) -> List.of("granted", epoch.toString());
            case Outcome.Confirmed(Epoch epoch) -> List.of("confirmed", epoch.toString());
            case Outcome.Lost(Epoch own, Epoch standing) -> List.of("lost", own.toString(), standing.toString());
            case Outcome.Served(Epoch epoch) -> List.of("served", epoch.toString());
            case Outcome.Found(Optional<Epoch> epoch) -> List.of("found", of(epoch));
            case Outcome.Settled(Optional<Epoch> epoch) -> List.of("settled", of(epoch));
            case Outcome.Refused _ -> List.of("refused");
            case Outcome.TakenOver _ -> List.of("taken over");
            case Outcome.Released _ -> List.of("released");
            case Outcome.Died _ -> List.of("died");
        };
    }

    static Call parse(String[] fields) {
        return new Call(
                fields[0],
                fields[1],
                fields[2],
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                outcome(fields[5], List.of(fields).subList(6, fields.length)));
    }

    private static Outcome outcome(String kind, List<String> epochs) {
        return switch (kind) {
            case "granted" -> new Outcome.Granted(epoch(epochs.getFirst()));
            case "confirmed" -> new Outcome.Confirmed(epoch(epochs.getFirst()));
            case "lost" -> new Outcome.Lost(epoch(epochs.getFirst()), epoch(epochs.getLast()));
            case "served" -> new Outcome.Served(epoch(epochs.getFirst()));
            case "found" -> new Outcome.Found(found(epochs.getFirst()));
            case "settled" -> new Outcome.Settled(found(epochs.getFirst()));
            case "refused" -> new Outcome.Refused();
            case "taken over" -> new Outcome.TakenOver();
            case "released" -> new Outcome.Released();
            case "died" -> new Outcome.Died();
            default -> throw new IllegalArgumentException("unknown outcome " + kind);
        };
    }

    static String of(Optional<Epoch> epoch) {
        return epoch.map(Epoch::toString).orElse(NOBODY);
    }

    static Optional<Epoch> found(String text) {
        return text.equals(NOBODY) ? Optional.empty() : Optional.of(epoch(text));
    }

    private static Epoch epoch(String text) {
        int at = text.indexOf('@');
        return new Epoch(Long.parseLong(text.substring(0, at)), text.substring(at + 1));
    }
}
