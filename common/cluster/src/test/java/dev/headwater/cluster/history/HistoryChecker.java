package dev.headwater.cluster.history;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.history.Call.Outcome;
import dev.headwater.media.StreamKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of fenced ownership, asked of a history:
 *
 * <ol>
 *   <li>an epoch, number and origin, is one claim's, granted or confirmed; of one number there are two origins only if they were apart;
 *   <li>what is confirmed or found is never below what was confirmed before the question, unless they were apart;
 *   <li>in the end all nodes name the same owner, who is the only one that believes to be it; nobody if nobody does;
 *   <li>so whoever lost has learned of it.
 * </ol>
 *
 * Pure. The answer is what is wrong, in words; empty if nothing is.
 */
public final class HistoryChecker {
    private static final int MAX_FAULTS = 20;

    private final List<Apart> aparts;
    private final List<String> faults = new ArrayList<>();

    private HistoryChecker(List<Apart> aparts) {
        this.aparts = aparts;
    }

    public static List<String> check(List<Call> calls, List<Apart> aparts) {
        var checker = new HistoryChecker(aparts);
        Map<StreamKey, List<Call>> byKey = calls.stream().collect(Collectors.groupingBy(Call::key));
        byKey.values().forEach(checker::checkKey);
        return checker.faults;
    }

    private void checkKey(List<Call> unordered) {
        List<Call> calls = unordered.stream()
                .sorted(Comparator.comparingLong(Call::fromNanos))
                .toList();
        oneClaimPerEpoch(calls);
        epochsGrow(calls);
        oneOwnerInTheEnd(calls);
    }

    /** What one claim has: it began with the first answer that said so, and later ones are no word on who was apart then. */
    private record Ownership(String publisher, long epoch) {}

    private void oneClaimPerEpoch(List<Call> calls) {
        Map<Ownership, Call> beginnings = new LinkedHashMap<>();
        calls.stream()
                .filter(HistoryChecker::isOwners)
                .forEach(call -> beginnings.putIfAbsent(
                        new Ownership(
                                call.publisher(), epoch(call).orElseThrow().epoch()),
                        call));
        Map<Long, List<Call>> byNumber = beginnings.values().stream()
                .collect(Collectors.groupingBy(call -> epoch(call).orElseThrow().epoch()));
        for (List<Call> same : byNumber.values()) {
            for (int i = 0; i < same.size(); i++) {
                for (Call other : same.subList(i + 1, same.size())) {
                    Call call = same.get(i);
                    boolean sameOrigin =
                            epoch(call).orElseThrow().isSameEpoch(epoch(other).orElseThrow());
                    if (sameOrigin || !wereApart(call, other)) {
                        fault("two owners of one epoch", call, other);
                    }
                }
            }
        }
    }

    private void epochsGrow(List<Call> calls) {
        List<Call> confirmed = calls.stream().filter(HistoryChecker::isOwners).toList();
        for (Call later : calls) {
            Optional<StreamRecord> answer = epoch(later);
            if (answer.isEmpty()) {
                continue;
            }
            for (Call earlier : confirmed) {
                if (earlier.fromNanos() - later.fromNanos() > 0) {
                    break;
                }
                if (earlier.isBefore(later)
                        && isAbove(epoch(earlier).orElseThrow(), answer.get())
                        && !wereApart(earlier, later)) {
                    fault("an epoch went back", earlier, later);
                }
            }
        }
    }

    private static boolean isOwners(Call call) {
        return call.outcome() instanceof Outcome.Granted || call.outcome() instanceof Outcome.Confirmed;
    }

    /** A tombstone is as high as the owner whose epoch it keeps. */
    private static boolean isAbove(StreamRecord earlier, StreamRecord answer) {
        return answer.isTombstone() ? earlier.epoch() > answer.epoch() : earlier.outranks(answer);
    }

    private void oneOwnerInTheEnd(List<Call> calls) {
        Map<String, Call> believers = new HashMap<>();
        for (Call call : calls) {
            switch (call.outcome()) {
                case Outcome.Granted _, Outcome.Confirmed _ -> believers.put(call.publisher(), call);
                case Outcome.Lost _, Outcome.Released _, Outcome.Died _ -> believers.remove(call.publisher());
                case Outcome.Found _, Outcome.Settled _ -> {
                    // says nothing about who believes what
                }
            }
        }
        List<Call> owners = List.copyOf(believers.values());
        for (int i = 1; i < owners.size(); i++) {
            fault("two owners in the end, and the loser never learned of it", owners.getFirst(), owners.get(i));
        }
        Set<String> answers = new HashSet<>();
        for (Call call : calls) {
            if (call.outcome() instanceof Outcome.Settled(Optional<StreamRecord> record)) {
                answers.add(record.map(owner -> "epoch %d of %s".formatted(owner.epoch(), owner.originId()))
                        .orElse("nobody"));
                checkSettled(call, record, owners);
            }
        }
        if (answers.size() > 1) {
            add("nodes name different owners in the end: " + answers);
        }
    }

    private void checkSettled(Call call, Optional<StreamRecord> record, List<Call> owners) {
        if (owners.isEmpty()) {
            record.ifPresent(dead -> add("a dead record stands in the end: %s".formatted(text(call))));
        } else if (record.isEmpty()) {
            add("nobody is named in the end, but %s owns it".formatted(text(owners.getFirst())));
        } else if (owners.stream().noneMatch(owner -> epoch(owner).orElseThrow().isSameEpoch(record.get()))) {
            fault("another than the owner is named in the end", owners.getFirst(), call);
        }
    }

    private boolean wereApart(Call a, Call b) {
        return aparts.stream().anyMatch(apart -> apart.separates(a, b));
    }

    /** The record that an answer shows as standing. */
    private static Optional<StreamRecord> epoch(Call call) {
        return switch (call.outcome()) {
            case Outcome.Granted(StreamRecord record) -> Optional.of(record);
            case Outcome.Confirmed(StreamRecord record) -> Optional.of(record);
            case Outcome.Lost lost -> Optional.of(lost.standing());
            case Outcome.Found(Optional<StreamRecord> record) -> record;
            case Outcome.Settled(Optional<StreamRecord> record) -> record;
            case Outcome.Released _, Outcome.Died _ -> Optional.empty();
        };
    }

    private void fault(String what, Call first, Call second) {
        add("%s:%n  %s%n  %s".formatted(what, text(first), text(second)));
    }

    private void add(String fault) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(fault);
        }
    }

    private static String text(Call call) {
        return "%d-%d us %s through %s: %s"
                .formatted(
                        call.fromNanos() / 1_000,
                        call.toNanos() / 1_000,
                        call.publisher(),
                        call.node(),
                        call.outcome());
    }
}
