package dev.headwater.loadtest.lab.measure;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Several players, for the figures of all of them. Immutable. */
public record Audience(List<PlayerHistory> players) {
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    public Audience {
        players = List.copyOf(players);
    }

    /** The longest gap of any player, in milliseconds. */
    public double gapMs(Window window) {
        return players.stream()
                        .mapToLong(player -> player.gapNanos(window))
                        .max()
                        .orElse(0)
                / NANOS_PER_MILLI;
    }

    /** The gap that 99 of 100 players do not exceed, in milliseconds. */
    public double gapP99Ms(Window window) {
        var gaps = players.stream()
                .mapToLong(player -> player.gapNanos(window))
                .sorted()
                .toArray();
        return gaps.length == 0 ? 0 : gaps[(gaps.length * 99 - 1) / 100] / NANOS_PER_MILLI;
    }

    /** Of all players together. */
    public long count(Disturbance what, Window window) {
        return players.stream().mapToLong(player -> player.count(what, window)).sum();
    }

    /** New pictures of one publication, of all players together. */
    public long pictures(long publication, Window window) {
        return players.stream()
                .mapToLong(player -> player.pictures(publication, window))
                .sum();
    }

    /** How many players have had a picture. */
    public long served() {
        return players.stream()
                .filter(player -> player.firstPictureNanos().isPresent())
                .count();
    }

    /** How many players see that publication now. */
    public long watching(long publication) {
        return players.stream()
                .filter(player -> player.publication().orElse(-1) == publication)
                .count();
    }

    /** The longest time from a player's connect to its first picture, in milliseconds; of those that had one. */
    public double firstPictureMs() {
        return players.stream()
                        .mapToLong(player -> player.firstPictureNanos().orElse(0))
                        .max()
                        .orElse(0)
                / NANOS_PER_MILLI;
    }
}
