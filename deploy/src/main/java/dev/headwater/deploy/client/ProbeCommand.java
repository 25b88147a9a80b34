package dev.headwater.deploy.client;

import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.command.DurationConverter;
import dev.headwater.loadtest.command.StreamUrlConverter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater probe}. */
@Command(
        name = "probe",
        description = {
            "Play a stream for a while and tell what it is: how soon it starts, codecs, size, frame rate, bitrate, GOP.",
            "The latency too, if 'headwater load publish' sends it."
        },
        footer = {"", "Exit status: 0 if there were frames, 1 if not."},
        mixinStandardHelpOptions = true)
public final class ProbeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "URL",
            converter = StreamUrlConverter.class,
            description =
                    "rtmp://host/app/name, http://host/app/name.flv or ws://host/app/name.flv; or rtmps, https, wss.")
    private StreamUrl url = StreamUrl.parse("rtmp://127.0.0.1/live/name");

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "How long to look, from the first frame on. Default: ${DEFAULT-VALUE}.")
    private Duration time = Duration.ZERO;

    @Option(names = "--json", description = "Print it as JSON, for scripts.")
    private boolean json;

    @Mixin
    private StreamOptions options = new StreamOptions();

    @Override
    public Integer call() throws InterruptedException {
        try (var client = options.open(url)) {
            var observation = new Observation();
            var player = client.play(observation);
            awaitFrame(observation);
            awaitEnd(observation);
            var report = client.onLoop(() -> {
                player.close();
                return observation.report();
            });
            var out = spec.commandLine().getOut();
            if (json) {
                out.println(report.json());
                out.flush();
            } else {
                report.print(out);
            }
            return 0;
        }
    }

    private void awaitFrame(Observation observation) throws InterruptedException {
        try {
            observation.firstFrame().get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new StreamFailure(
                    "%s: %s".formatted(url.plain(), observation.end().getNow("failed")));
        } catch (TimeoutException e) {
            throw new StreamFailure("%s: no frame within %d s"
                    .formatted(url.plain(), options.timeout().toSeconds()));
        }
    }

    /** A stream that ends early was seen all the same. */
    private void awaitEnd(Observation observation) throws InterruptedException {
        try {
            observation.end().get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException seen) {
            // long enough
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        }
    }
}
