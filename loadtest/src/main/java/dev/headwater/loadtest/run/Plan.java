package dev.headwater.loadtest.run;

import dev.headwater.loadtest.client.StreamUrl;
import java.time.Duration;
import java.util.List;

/**
 * A run: who comes when, and which part of it is measured.
 *
 * @param warmUp from the start until the measured time begins
 * @param duration of the measured time
 */
public record Plan(List<Group> groups, Duration warmUp, Duration duration) {
    public Plan {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("a run needs clients");
        }
        if (warmUp.isNegative() || duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(
                    "no time to measure in: %s after a warm-up of %s".formatted(duration, warmUp));
        }
    }

    /** Clients of all groups: as if all were there at once. */
    public int clients() {
        return groups.stream().mapToInt(Group::clients).sum();
    }

    /** Connections of all of them, as if all were there at once. */
    public int sockets() {
        return groups.stream()
                .mapToInt(group -> group.clients() * group.url().protocol().sockets())
                .sum();
    }

    /** Which servers they go to: ports of one machine, or more machines. */
    public List<StreamUrl.Server> servers() {
        return groups.stream().map(group -> group.url().server()).distinct().toList();
    }

    /** How long it takes until the last of so many clients has come. */
    public static Duration ramp(int clients, double rate) {
        return Duration.ofMillis((long) Math.ceil(clients / rate * 1_000));
    }
}
