package dev.headwater.loadtest.lab.measure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** Several players, for the figures of all of them. Immutable. */
public record Audience(List<PlayerHistory> players) {
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    public Audience {
        players = List.copyOf(players);
    }

    /** The longest gap of any player, of its pictures or of its sound; none if there is no player. */
    public Gap gap(Window window) {
        return longest(window, PlayerHistory::gap);
    }

    /** The same in milliseconds. */
    public double gapMs(Window window) {
        return gap(window).ms();
    }

    /** The longest gap of any player's pictures, in milliseconds. */
    public double pictureGapMs(Window window) {
        return longest(window, PlayerHistory::pictureGap).ms();
    }

    /** The longest gap of any player's sound, in milliseconds. */
    public double soundGapMs(Window window) {
        return longest(window, PlayerHistory::soundGap).ms();
    }

    private Gap longest(Window window, BiFunction<PlayerHistory, Window, Gap> which) {
        return players.stream()
                .map(player -> which.apply(player, window))
                .reduce(new Gap(window.fromNanos(), 0), Gap::or);
    }

    /** The gap that 99 of 100 players do not exceed, in milliseconds. */
    public double gapP99Ms(Window window) {
        var gaps = players.stream()
                .mapToLong(player -> player.gap(window).nanos())
                .sorted()
                .toArray();
        return gaps.length == 0 ? 0 : gaps[(gaps.length * 99 - 1) / 100] / NANOS_PER_MILLI;
    }

    /** The time that the worst player was without a picture, or without sound, in gaps longer than {@code longerThanMs}, in milliseconds. */
    public double outageMs(Window window, double longerThanMs) {
        long longerThanNanos = (long) (longerThanMs * NANOS_PER_MILLI);
        return players.stream()
                        .mapToLong(player -> player.outageNanos(window, longerThanNanos))
                        .max()
                        .orElse(0)
                / NANOS_PER_MILLI;
    }

    /** The longest time from the sending of a picture to its arrival at any player, in milliseconds. */
    public double latencyMs(Window window) {
        return players.stream()
                .mapToInt(player -> player.latencyMs(window))
                .max()
                .orElse(0);
    }

    /** Of the player that has most. */
    public long most(Disturbance what, Window window) {
        return players.stream()
                .mapToLong(player -> player.count(what, window))
                .max()
                .orElse(0);
    }

    /** How many frames had one timestamp at some player and another at some other: a stream has one timeline. */
    public long framesWithTwoTimes() {
        return framesWithTwoTimes(PlayerHistory::forEachPicture) + framesWithTwoTimes(PlayerHistory::forEachSound);
    }

    private long framesWithTwoTimes(BiConsumer<PlayerHistory, Frames.Taker> ofKind) {
        var timestamps = new HashMap<Long, Integer>();
        var differing = new HashSet<Long>();
        for (var player : players) {
            ofKind.accept(player, (atNanos, publication, sequence, timestampMs) -> {
                long frame = (long) publication << Integer.SIZE | sequence;
                Integer other = timestamps.putIfAbsent(frame, timestampMs);
                if (other != null && other != timestampMs) {
                    differing.add(frame);
                }
            });
        }
        return differing.size();
    }

    /** Of all players together. */
    public long count(Disturbance what, Window window) {
        return players.stream().mapToLong(player -> player.count(what, window)).sum();
    }

    /** All frames of one publication, pictures and sound, of any use or not, of all players together. */
    public long frames(long publication, Window window) {
        return players.stream()
                .mapToLong(player -> player.frames(publication, window))
                .sum();
    }

    /** How many players have had a picture, and sound. */
    public long served() {
        return players.stream().filter(PlayerHistory::isServed).count();
    }

    /** How many players see that publication now, and hear it. */
    public long watching(long publication) {
        return players.stream().filter(player -> player.isAt(publication)).count();
    }

    /** Whether each player had new pictures within the window, and new sound. */
    public boolean flows(Window window) {
        return players.stream().allMatch(player -> player.flows(window));
    }

    /** From the first player's connect to the last one's, in milliseconds. */
    public double arrivalMs() {
        var opened = players.stream().mapToLong(PlayerHistory::openedNanos).summaryStatistics();
        return players.isEmpty() ? 0 : (opened.getMax() - opened.getMin()) / NANOS_PER_MILLI;
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
