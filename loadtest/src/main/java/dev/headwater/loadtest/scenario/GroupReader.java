package dev.headwater.loadtest.scenario;

import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.run.Group;
import dev.headwater.loadtest.run.Span;
import dev.headwater.loadtest.source.FlvLoop;
import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.loadtest.source.Shape;
import dev.headwater.loadtest.source.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads one group of a scenario. Not thread-safe. */
final class GroupReader {
    private static final Set<String> COMMON = Set.of("name", "kind", "url", "count", "rate", "start", "duration");
    private static final int MAX_CLIENTS = 1_000_000;
    private static final double DEFAULT_RATE = 100;

    private final Path folder;
    private final Map<String, Entry> keys;
    private final Entry entry;

    private GroupReader(Path folder, Entry entry, Map<String, Entry> keys) {
        this.folder = folder;
        this.entry = entry;
        this.keys = keys;
    }

    /** A group with its name, for people. */
    record Named(String name, Group group, Entry place) {}

    /**
     * Reads what one entry tells: a group, and its stalled players as a further one.
     *
     * @param folder that files are looked for in
     */
    static List<Named> read(Path folder, Entry entry) {
        var all = entry.keys(with("streams", "media", "stalled", "low-latency"));
        var kind = required(entry, all, "kind");
        var known = switch (kind.text()) {
            case "publish" -> with("media");
            case "play" -> with("streams", "stalled", "low-latency");
            case "churn" -> with("streams", "low-latency");
            default -> throw kind.wrong("expected publish, play or churn, found '%s'".formatted(kind.text()));
        };
        return new GroupReader(folder, entry, entry.keys(known)).groups(kind.text());
    }

    private static Set<String> with(String... more) {
        var keys = new HashSet<>(COMMON);
        keys.addAll(Set.of(more));
        return keys;
    }

    private static Entry required(Entry place, Map<String, Entry> keys, String name) {
        return Optional.ofNullable(keys.get(name))
                .orElseThrow(() -> place.wrong("the key '%s' is missing".formatted(name)));
    }

    private String name(String kind) {
        return value("name").map(Entry::text).orElse(kind);
    }

    private List<Named> groups(String kind) {
        var group = group(kind);
        var named = new Named(name(kind), group, entry);
        return value("stalled")
                .map(stalled -> stalled.whole(1, MAX_CLIENTS))
                .map(count -> List.of(named, new Named(named.name() + ", stalled", stalled(group, count), entry)))
                .orElseGet(() -> List.of(named));
    }

    private static Group stalled(Group beside, int count) {
        return new Group.Stalled(beside.url(), beside.streams(), count, beside.rate(), beside.span());
    }

    private Group group(String kind) {
        var place = required(entry, keys, "url");
        boolean lowLatency = value("low-latency").map(Entry::flag).orElse(false);
        var url = place.as(text -> lowLatency ? StreamUrl.parse(text).lowLatency() : StreamUrl.parse(text));
        int clients = required(entry, keys, "count").whole(1, MAX_CLIENTS);
        double rate = value("rate").map(Entry::positive).orElse(DEFAULT_RATE);
        var span = span();
        int streams = value("streams").map(entry -> entry.whole(1, MAX_CLIENTS)).orElse(1);
        try {
            return switch (kind) {
                case "publish" -> new Group.Publishers(url, clients, rate, span, media());
                case "play" -> new Group.Players(url, streams, clients, rate, span);
                default -> new Group.Churn(url, streams, clients, rate, span);
            };
        } catch (ScenarioException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw entry.wrong(String.valueOf(e.getMessage()));
        }
    }

    private Span span() {
        var start = value("start").map(Entry::duration).orElse(Duration.ZERO);
        return value("duration").map(length -> new Span(start, length.some())).orElseGet(() -> Span.from(start));
    }

    private Supplier<Source> media() {
        var media = value("media");
        if (media.isEmpty()) {
            return () -> new GeneratedSource(Shape.DEFAULT);
        }
        var options = media.get().keys(Set.of("file", "kbps", "fps", "gop", "audio"));
        if (options.containsKey("file")) {
            if (options.size() > 1) {
                throw media.get().wrong("a file has its own kbps, fps, gop and audio");
            }
            return required(media.get(), options, "file").as(this::file);
        }
        return generated(media.get(), options);
    }

    private Supplier<Source> file(String name) {
        return FlvLoop.File.read(folder.resolve(name))::source;
    }

    private static Supplier<Source> generated(Entry place, Map<String, Entry> options) {
        var byDefault = Shape.DEFAULT;
        int kbps = option(options, "kbps")
                .map(entry -> entry.whole(1, MAX_CLIENTS))
                .orElse(byDefault.kbps());
        int fps =
                option(options, "fps").map(entry -> entry.whole(1, MAX_CLIENTS)).orElse(byDefault.fps());
        var gop = option(options, "gop").map(Entry::some).orElse(byDefault.gop());
        boolean audio = option(options, "audio").map(Entry::flag).orElse(byDefault.audio());
        try {
            var shape = new Shape(kbps, fps, gop, audio);
            return () -> new GeneratedSource(shape);
        } catch (IllegalArgumentException e) {
            throw place.wrong(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Entry> value(String name) {
        return option(keys, name);
    }

    private static Optional<Entry> option(Map<String, Entry> keys, String name) {
        return Optional.ofNullable(keys.get(name));
    }
}
