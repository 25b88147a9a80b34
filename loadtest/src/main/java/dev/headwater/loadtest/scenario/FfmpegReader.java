package dev.headwater.loadtest.scenario;

import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.ffmpeg.FfmpegGroup;
import dev.headwater.loadtest.ffmpeg.FfmpegPlan;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a scenario tells of real ffmpegs. */
final class FfmpegReader {
    private static final Set<String> KEYS = Set.of("url", "streams", "publishers", "players", "program", "input");
    private static final int MAX_PROCESSES = 1_000;

    private FfmpegReader() {}

    /** @param folder that files are looked for in */
    static FfmpegGroup read(Path folder, Entry entry) {
        var keys = entry.keys(KEYS);
        var url = Optional.ofNullable(keys.get("url"))
                .orElseThrow(() -> entry.wrong("the key 'url' is missing"))
                .as(StreamUrl::parse);
        int publishers = number(keys, "publishers");
        int players = number(keys, "players");
        if (publishers + players == 0) {
            throw entry.wrong("neither publishers nor players");
        }
        int streams = number(keys, "streams");
        var program = Optional.ofNullable(keys.get("program")).map(Entry::text).orElse(FfmpegPlan.AUTO);
        var input = Optional.ofNullable(keys.get("input")).map(file -> folder.resolve(file.text()));
        try {
            var plan = new FfmpegPlan(publishers, players, program, input);
            return new FfmpegGroup(plan, url, streams, Math.max(streams, 1));
        } catch (IllegalArgumentException e) {
            throw entry.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static int number(Map<String, Entry> keys, String name) {
        return Optional.ofNullable(keys.get(name))
                .map(entry -> entry.whole(0, MAX_PROCESSES))
                .orElse(0);
    }
}
