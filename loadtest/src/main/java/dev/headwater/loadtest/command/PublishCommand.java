package dev.headwater.loadtest.command;

import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.ffmpeg.FfmpegGroup;
import dev.headwater.loadtest.ffmpeg.FfmpegOptions;
import dev.headwater.loadtest.run.Group;
import dev.headwater.loadtest.run.Plan;
import dev.headwater.loadtest.run.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater load publish}. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnExecutionException = LoadCommand.RUN_FAILED,
        description = "N publishers, each with a stream of its own, which come at a rate and stay.")
final class PublishCommand implements Callable<Integer> {
    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            converter = StreamUrlConverter.class,
            description = "Stream to publish, e.g. rtmp://host:1935/live/bench%%d; %%d is the number of the stream.")
    private StreamUrl url = StreamUrl.parse("rtmp://localhost/live/bench");

    @Option(
            names = "--publishers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of publishers. Default: ${DEFAULT-VALUE}.")
    private int publishers;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Publishers that come each second. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Mixin
    private final MediaOptions media = new MediaOptions();

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
        var group = new Group.Publishers(url, publishers, rate, Span.whole(), media.media());
        var plan = new Plan(List.of(group), time.settle(), time.duration());
        var ffmpegs = new FfmpegGroup(ffmpeg.plan(), url, publishers, publishers);
        return new LoadSession(spec, options).run(plan, ffmpegs, parameters());
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("publishers", publishers + ", " + media.describe());
        parameters.put("rate", "%.0f/s".formatted(rate));
        return parameters;
    }
}
