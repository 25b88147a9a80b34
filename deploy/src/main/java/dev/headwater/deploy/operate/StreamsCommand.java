package dev.headwater.deploy.operate;

import static dev.headwater.deploy.operate.Table.Column.number;
import static dev.headwater.deploy.operate.Table.Column.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** {@code headwater streams}. */
@Command(
        name = "streams",
        description = "Show the streams of a cluster: who owns them, and where they are played.",
        mixinStandardHelpOptions = true)
public final class StreamsCommand extends ListCommand {
    @Override
    Listing fetch(Api api, int limit) throws InterruptedException {
        return Listing.of(api, "streams", "streams", limit);
    }

    @Override
    Table table(Listing listing) {
        var table = new Table(
                text("STREAM"),
                text("ORIGIN"),
                number("EPOCH"),
                text("VIDEO"),
                number("FPS"),
                number("GOP"),
                text("AUDIO"),
                number("KBIT/S"),
                number("AGE"),
                number("PLAYERS"),
                number("DROPPED"),
                text("PUBLISHER"),
                text("PULLED BY"));
        var now = Instant.now();
        for (var stream : listing.items()) {
            table.row(
                    stream.path("app").asText() + "/" + stream.path("name").asText(),
                    stream.path("origin").asText(),
                    stream.path("epoch").asText(),
                    picture(stream.path("video")),
                    stream.path("video").path("fps").asText(),
                    gop(stream.path("video")),
                    sound(stream.path("audio")),
                    kilobits(stream),
                    Listing.age(stream.path("started_at").asText(), now),
                    stream.path("players").asText(),
                    stream.path("dropped_frames").asText(),
                    stream.path("publisher").path("peer").asText(),
                    pulledBy(stream));
        }
        return table;
    }

    private static String picture(JsonNode video) {
        return video.has("width")
                ? "%s %sx%s"
                        .formatted(
                                video.path("codec").asText(),
                                video.path("width").asText(),
                                video.path("height").asText())
                : video.path("codec").asText();
    }

    private static String gop(JsonNode video) {
        return video.has("gop_ms") ? "%.1fs".formatted(video.path("gop_ms").asDouble() / 1_000) : "";
    }

    /** Codec, kilohertz and channels. */
    private static String sound(JsonNode audio) {
        var text = new StringBuilder(audio.path("codec").asText());
        if (audio.has("sample_rate")) {
            text.append(" %.3gk".formatted(audio.path("sample_rate").asDouble() / 1_000));
        }
        if (audio.has("channels")) {
            text.append(' ').append(audio.path("channels").asText()).append("ch");
        }
        return text.toString();
    }

    private static String kilobits(JsonNode stream) {
        return Long.toString(Stream.of("video", "audio")
                        .mapToLong(track ->
                                stream.path(track).path("bits_per_second").asLong())
                        .sum()
                / 1_000);
    }

    /** The other nodes that pull it, with the state of each pull that is not simply live. */
    private static String pulledBy(JsonNode stream) {
        return StreamSupport.stream(stream.path("nodes").spliterator(), false)
                .filter(node -> node.has("pull") && !node.path("node").equals(stream.path("origin")))
                .map(node -> {
                    String state = node.path("pull").asText();
                    String name = node.path("node").asText();
                    return state.equals("live") ? name : "%s (%s)".formatted(name, state);
                })
                .collect(Collectors.joining(" "));
    }
}
