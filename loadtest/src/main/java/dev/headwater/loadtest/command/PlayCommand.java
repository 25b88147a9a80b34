package dev.headwater.loadtest.command;

import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.ffmpeg.FfmpegGroup;
import dev.headwater.loadtest.ffmpeg.FfmpegOptions;
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

/** {@code headwater load play}. */
@Command(
        name = "play",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnExecutionException = LoadCommand.RUN_FAILED,
        description = "N players on M streams, which come at a rate and stay.")
final class PlayCommand implements Callable<Integer> {
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

    @Option(names = "--players", required = true, paramLabel = "N", description = "Number of players.")
    private int players;

    @Option(
            names = "--stalled",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "Further players that the server lets play and that then read nothing at all.",
                "Default: ${DEFAULT-VALUE}."
            })
    private int stalled;

    @Option(
            names = "--streams",
            paramLabel = "M",
            defaultValue = "1",
            description = "Streams to spread them over. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Players that come each second. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(names = "--low-latency", description = "With .m3u8: play by parts (Low-Latency HLS).")
    private boolean lowLatency;

    @Mixin
    private final PublishingOptions publishing = new PublishingOptions();

    @Mixin
    private final FfmpegOptions ffmpeg = new FfmpegOptions();

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Mixin
    private final RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return new LoadSession(spec, options).run(plan(), ffmpegs(), parameters());
    }

    private Plan plan() {
        var played = lowLatency ? url.lowLatency() : url;
        List<Group> groups = new ArrayList<>();
        publishing.group(url, streams).ifPresent(groups::add);
        if (players != 0 || stalled == 0) {
            groups.add(new Group.Players(played, streams, players, rate, Span.whole()));
        }
        if (stalled != 0) {
            groups.add(new Group.Stalled(played, streams, stalled, rate, Span.whole()));
        }
        return new Plan(groups, Plan.ramp(Math.max(players, stalled), rate).plus(time.settle()), time.duration());
    }

    /** They publish further streams beside our publishers; without these the first ones. */
    private FfmpegGroup ffmpegs() {
        var address = ffmpeg.plan().publishers() > 0 ? publishing.address(url) : url;
        return new FfmpegGroup(ffmpeg.plan(), address, publishing.isWanted() ? streams : 0, streams);
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("players", String.valueOf(players));
        if (stalled > 0) {
            parameters.put("stalled players", String.valueOf(stalled));
        }
        parameters.put("streams", String.valueOf(streams));
        parameters.put("rate", "%.0f/s".formatted(rate));
        parameters.put("publishers", publishing.describe());
        return parameters;
    }
}
