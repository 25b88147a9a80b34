package dev.headwater.loadtest.command;

import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.ffmpeg.FfmpegGroup;
import dev.headwater.loadtest.ffmpeg.FfmpegPlan;
import dev.headwater.loadtest.run.Group;
import dev.headwater.loadtest.run.Plan;
import dev.headwater.loadtest.run.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater load churn}. */
@Command(
        name = "churn",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnExecutionException = LoadCommand.RUN_FAILED,
        description =
                "N players at once, each of which connects, plays, leaves with its first key frame and comes again.")
final class ChurnCommand implements Callable<Integer> {
    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            converter = StreamUrlConverter.class,
            description = {
                "Stream to play: rtmp://host:1935/live/bench, http://host:8080/live/bench.flv, ws:// the same,",
                "or http://host:8080/live/bench.m3u8; %%d in the name is the number of the stream."
            })
    private StreamUrl url = StreamUrl.parse("rtmp://localhost/live/bench");

    @Option(
            names = "--players",
            paramLabel = "N",
            defaultValue = "64",
            description = "Players at once. Default: ${DEFAULT-VALUE}.")
    private int players;

    @Option(
            names = "--streams",
            paramLabel = "M",
            defaultValue = "1",
            description = "Streams to spread them over. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(names = "--low-latency", description = "With .m3u8: play by parts (Low-Latency HLS).")
    private boolean lowLatency;

    @Mixin
    private final PublishingOptions publishing = new PublishingOptions();

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Mixin
    private final RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return new LoadSession(spec, options)
                .run(plan(), new FfmpegGroup(FfmpegPlan.NONE, url, 0, streams), parameters());
    }

    private Plan plan() {
        var played = lowLatency ? url.lowLatency() : url;
        List<Group> groups = new ArrayList<>();
        publishing.group(url, streams).ifPresent(groups::add);
        groups.add(new Group.Churn(played, streams, players, players, Span.whole()));
        return new Plan(groups, time.settle(), time.duration());
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("players at once", String.valueOf(players));
        parameters.put("streams", String.valueOf(streams));
        parameters.put("publishers", publishing.describe());
        return parameters;
    }
}
