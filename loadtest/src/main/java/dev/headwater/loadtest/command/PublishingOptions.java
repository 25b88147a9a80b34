package dev.headwater.loadtest.command;

import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.run.Group;
import dev.headwater.loadtest.run.Span;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether our publishers publish what is played, and where; a picocli mixin. */
final class PublishingOptions {
    @Option(names = "--publish", description = "Publish these streams too, one publisher each.")
    private boolean publish;

    @Option(
            names = "--publish-url",
            paramLabel = "URL",
            converter = StreamUrlConverter.class,
            description = {
                "The same at this address, for players that do not come by RTMP,",
                "e.g. rtmp://host:1935/live/bench for http://host:8080/live/bench.flv."
            })
    private @Nullable StreamUrl url;

    @Mixin
    private final MediaOptions media = new MediaOptions();

    boolean isWanted() {
        return publish || url != null;
    }

    /** Where streams are published that are played at {@code played}. */
    StreamUrl address(StreamUrl played) {
        return url == null ? played : url;
    }

    /**
     * One publisher for each stream that is played at {@code played}, if they are wanted.
     *
     * @throws IllegalArgumentException if they cannot be published there
     */
    Optional<Group> group(StreamUrl played, int streams) {
        return isWanted()
                ? Optional.of(new Group.Publishers(address(played), streams, streams, Span.whole(), media.media()))
                : Optional.empty();
    }

    String describe() {
        return isWanted() ? media.describe() : "none of ours";
    }
}
