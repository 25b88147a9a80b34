package dev.headwater.loadtest.scenario;

import dev.headwater.loadtest.ffmpeg.FfmpegGroup;
import dev.headwater.loadtest.run.Plan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a file tells to run.
 *
 * @param ffmpegs beside the groups of the plan; may be empty
 * @param parameters what it says, for reports: a line for each group, under its name
 */
public record Scenario(Plan plan, FfmpegGroup ffmpegs, Map<String, String> parameters) {
    public Scenario {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
