package dev.headwater.testkit.history;

import dev.headwater.testkit.history.Call.Outcome;
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
 *   <li>an epoch, number and owner, is one claim's, granted or confirmed; of one number there are two owners only if they were apart;
 *   <li>what is confirmed or found is never below what was confirmed before the question, unless they were apart;
 *   <li>who was let in, and whose announcement does not stand since another node's does, is told so, and is not confirmed again;
 *   <li>a node that slept longer than its lease serves nothing in an epoch that was passed meanwhile, nor by a claim of its own half;
 *   <li>in the end all nodes name the same owner, who is the only one that believes to be it; nobody if nobody does.
 * </ol>
 *
 * Pure. The answer is what is wrong, in words; empty if nothing is.
 */
public final class HistoryChecker {
    private static final int MAX_FAULTS = 20;

    private final List<Apart> aparts;
    private final List<Sleep> sleeps;
    private final List<String> faults = new ArrayList<>();

    private HistoryChecker(List<Apart> aparts, List<Sleep> sleeps) {
        this.aparts = aparts;
        this.sleeps = sleeps;
    }

    public static List<String> check(List<Call> calls, List<Apart> aparts, List<Sleep> sleeps) {
        var checker = new HistoryChecker(aparts, sleeps);
        Map<String, List<Call>> byName = calls.stream().collect(Collectors.groupingBy(Call::name));
        byName.values().forEach(checker::checkName);
        return checker.faults;
    }

    private void checkName(List<Call> unordered) {
        List<Call> calls = unordered.stream()
                .sorted(Comparator.comparingLong(Call::fromNanos))
                .toList();
        oneClaimPerEpoch(calls);
        epochsGrow(calls);
        losersEnd(calls);
        sleepersWait(calls);
        oneOwnerInTheEnd(calls);
    }

    /** What one claim has: it began with the first answer that said so, and later ones are no word on who was apart then. */
    private record Ownership(String publisher, long number) {}

    private void oneClaimPerEpoch(List<Call> calls) {
        Map<Ownership, Call> beginnings = new LinkedHashMap<>();
        calls.stream()
                .filter(HistoryChecker::isOwners)
                .forEach(call -> beginnings.putIfAbsent(
                        new Ownership(
                                call.publisher(), epoch(call).orElseThrow().number()),
                        call));
        Map<Long, List<Call>> byNumber = beginnings.values().stream()
                .collect(Collectors.groupingBy(call -> epoch(call).orElseThrow().number()));
        for (List<Call> same : byNumber.values()) {
            for (int i = 0; i < same.size(); i++) {
                for (Call other : same.subList(i + 1, same.size())) {
                    Call call = same.get(i);
                    if (epoch(call).equals(epoch(other)) || !wereApart(call, other)) {
                        fault("two owners of one epoch", call, other);
                    }
                }
            }
        }
    }

    private void epochsGrow(List<Call> calls) {
        List<Call> confirmed = calls.stream().filter(HistoryChecker::isOwners).toList();
        for (Call later : calls) {
            Optional<Epoch> answer = epoch(later);
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

    /** A number that is kept is as high as the owner whose it was. */
    private static boolean isAbove(Epoch earlier, Epoch answer) {
        return answer.isNobodys() ? earlier.number() > answer.number() : earlier.outranks(answer);
    }

    private void losersEnd(List<Call> calls) {
        Set<String> granted = granted(calls);
        Map<String, Call> losses = new HashMap<>();
        Set<String> told = new HashSet<>();
        for (Call call : calls) {
            switch (call.outcome()) {
                case Outcome.Lost(Epoch own, Epoch standing) -> {
                    if (granted.contains(call.publisher())
                            && !standing.isNobodys()
                            && !standing.owner().equals(own.owner())) {
                        losses.putIfAbsent(call.publisher(), call);
                    }
                }
                case Outcome.TakenOver _, Outcome.Released _, Outcome.Died _ -> told.add(call.publisher());
                case Outcome.Granted _, Outcome.Confirmed _ -> {
                    Call loss = losses.get(call.publisher());
                    if (loss != null && loss.isBefore(call)) {
                        fault("confirmed after it had lost", loss, call);
                    }
                }
                case Outcome.Refused _, Outcome.Served _, Outcome.Found _, Outcome.Settled _ -> {
                    // says nothing about who lost
                }
            }
        }
        losses.forEach((publisher, loss) -> {
            if (!told.contains(publisher)) {
                add("its node learned that it had lost, and it was never told: %s".formatted(text(loss)));
            }
        });
    }

    /** The claims whose publishers were let in; another one may rise above what its node has seen, or lose, before it is answered. */
    private static Set<String> granted(List<Call> calls) {
        return calls.stream()
                .filter(call -> call.outcome() instanceof Outcome.Granted)
                .map(Call::publisher)
                .collect(Collectors.toSet());
    }

    private void sleepersWait(List<Call> calls) {
        for (Sleep sleep : sleeps) {
            List<Call> missed = calls.stream()
                    .filter(call -> isOwners(call) && sleep.missed(call))
                    .toList();
            for (Call call : calls) {
                if (call.outcome() instanceof Outcome.Served(Epoch served) && sleep.holds(call)) {
                    missed.stream()
                            .filter(owner -> epoch(owner).orElseThrow().outranks(served))
                            .findFirst()
                            .ifPresent(owner -> fault("served after a sleep what another had by then", owner, call));
                }
            }
        }
    }

    private void oneOwnerInTheEnd(List<Call> calls) {
        Map<String, Call> believers = new HashMap<>();
        for (Call call : calls) {
            switch (call.outcome()) {
                case Outcome.Granted _ -> believers.put(call.publisher(), call);
                case Outcome.Confirmed _ -> believers.replace(call.publisher(), call);
                case Outcome.TakenOver _, Outcome.Released _, Outcome.Died _ -> believers.remove(call.publisher());
                case Outcome.Refused _, Outcome.Lost _, Outcome.Served _, Outcome.Found _, Outcome.Settled _ -> {
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
            if (call.outcome() instanceof Outcome.Settled(Optional<Epoch> epoch)) {
                answers.add(epoch.map(Epoch::toString).orElse("nobody"));
                checkSettled(call, epoch, owners);
            }
        }
        if (answers.size() > 1) {
            add("nodes name different owners in the end: " + answers);
        }
    }

    private void checkSettled(Call call, Optional<Epoch> named, List<Call> owners) {
        if (owners.isEmpty()) {
            named.ifPresent(dead -> add("a dead record stands in the end: %s".formatted(text(call))));
        } else if (named.isEmpty()) {
            add("nobody is named in the end, but %s owns it".formatted(text(owners.getFirst())));
        } else if (owners.stream().noneMatch(owner -> epoch(owner).equals(named))) {
            fault("another than the owner is named in the end", owners.getFirst(), call);
        }
    }

    private boolean wereApart(Call a, Call b) {
        return aparts.stream().anyMatch(apart -> apart.separates(a, b));
    }

    /** What an answer shows as standing. */
    private static Optional<Epoch> epoch(Call call) {
        return switch (call.outcome()) {
            case Outcome.Granted(Epoch epoch) -> Optional.of(epoch);
            case Outcome.Confirmed(Epoch epoch) -> Optional.of(epoch);
            case Outcome.Lost(Epoch _, Epoch standing) -> Optional.of(standing);
            case Outcome.Found(Optional<Epoch> epoch) -> epoch;
            case Outcome.Settled(Optional<Epoch> epoch) -> epoch;
            case Outcome.Refused _, Outcome.TakenOver _, Outcome.Released _, Outcome.Died _, Outcome.Served _ ->
                Optional.empty();
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
        return "%d-%d us %s through %s, %s: %s"
                .formatted(
                        call.fromNanos() / 1_000,
                        call.toNanos() / 1_000,
                        call.publisher(),
                        call.node(),
                        call.name(),
                        call.outcome());
    }
}
