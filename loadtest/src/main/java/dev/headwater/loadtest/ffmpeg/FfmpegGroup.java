package dev.headwater.loadtest.ffmpeg;

import dev.headwater.loadtest.client.StreamUrl;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ffmpegs of a run and their streams: each publisher has one to itself, and the players are spread over all.
 *
 * @param first number of the first stream that an ffmpeg publishes; the ones below are published by others
 * @param streams of the others, from 0
 */
public record FfmpegGroup(FfmpegPlan plan, StreamUrl url, int first, int streams) {
    public FfmpegGroup {
        if (plan.publishers() > 0) {
            url.requirePublishable();
        }
        if (!plan.isEmpty() && allStreams(plan, first, streams) > 1 && !url.isPattern()) {
            throw new IllegalArgumentException("%d streams, those of ffmpeg included, need a %%d in the name '%s'"
                    .formatted(allStreams(plan, first, streams), url.name()));
        }
    }

    private static int allStreams(FfmpegPlan plan, int first, int streams) {
        return Math.max(streams, first + plan.publishers());
    }

    public boolean isEmpty() {
        return plan.isEmpty();
    }

    /** What the publishers publish, one each. */
    public List<String> published() {
        return IntStream.range(first, first + plan.publishers())
                .mapToObj(this::stream)
                .toList();
    }

    /** What the players play, one each. */
    public List<String> played() {
        int all = allStreams(plan, first, streams);
        return IntStream.range(0, plan.players())
                .mapToObj(player -> stream(player % all))
                .toList();
    }

    /** For people. */
    public String describe() {
        return "%d publishers, %d players".formatted(plan.publishers(), plan.players());
    }

    private String stream(int number) {
        return url.stream(number).url();
    }
}
