package dev.headwater.loadtest.scenario;

import dev.headwater.loadtest.ffmpeg.FfmpegGroup;
import dev.headwater.loadtest.ffmpeg.FfmpegPlan;
import dev.headwater.loadtest.run.Group;
import dev.headwater.loadtest.run.Plan;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a scenario file: strictly, so that what is mistyped is said and not left out. Thread-safe. */
public final class ScenarioReader {
    private static final Set<String> KEYS = Set.of("duration", "warm-up", "groups", "ffmpeg");
    private static final Duration DEFAULT_WARM_UP = Duration.ofSeconds(5);

    private ScenarioReader() {}

    /** @throws ScenarioException if there is no such scenario; one line says what is wrong, and where */
    public static Scenario read(Path file) {
        return parse(file, text(file));
    }

    static Scenario parse(Path file, String text) {
        var root = new Entry(file.toString(), tree(file, text));
        var keys = root.keys(KEYS);
        var duration = required(root, keys, "duration").some();
        var warmUp =
                Optional.ofNullable(keys.get("warm-up")).map(Entry::duration).orElse(DEFAULT_WARM_UP);
        var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        var groups = required(root, keys, "groups").items().stream()
                .flatMap(entry -> GroupReader.read(folder, entry).stream())
                .toList();
        if (groups.isEmpty()) {
            throw required(root, keys, "groups").wrong("a scenario needs a group");
        }
        var plan = new Plan(groups.stream().map(GroupReader.Named::group).toList(), warmUp, duration);
        var none = new FfmpegGroup(FfmpegPlan.NONE, groups.getFirst().group().url(), 0, 1);
        var ffmpegs = Optional.ofNullable(keys.get("ffmpeg"))
                .map(entry -> FfmpegReader.read(folder, entry))
                .orElse(none);
        return new Scenario(plan, ffmpegs, parameters(file, groups));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ScenarioException(file + ": no such file");
        } catch (IOException e) {
            throw new ScenarioException("%s: cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static Node tree(Path file, String text) {
        try {
            var root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            if (root == null) {
                throw new ScenarioException(file + ": is empty");
            }
            return root;
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw new ScenarioException("%s: line %d, column %d: not YAML: %s"
                    .formatted(file, mark.getLine() + 1, mark.getColumn() + 1, e.getProblem()));
        } catch (YAMLException e) {
            throw new ScenarioException("%s: not YAML: %s".formatted(file, e.getMessage()));
        }
    }

    private static Entry required(Entry place, Map<String, Entry> keys, String name) {
        return Optional.ofNullable(keys.get(name))
                .orElseThrow(() -> place.wrong("the key '%s' is missing".formatted(name)));
    }

    private static Map<String, String> parameters(Path file, List<GroupReader.Named> groups) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("scenario", file.toString());
        for (var named : groups) {
            String name = named.name();
            for (int i = 2; parameters.containsKey(name); i++) {
                name = "%s (%d)".formatted(named.name(), i);
            }
            parameters.put(name, words(named.group()));
        }
        return parameters;
    }

    private static String words(Group group) {
        var url = group.url();
        String place = "%s/%s at %.0f a second from %.0f s"
                .formatted(
                        url.app(),
                        url.name(),
                        group.rate(),
                        group.span().start().toMillis() / 1e3);
        return switch (group) {
            case Group.Publishers publishers -> "%d publishers: %s".formatted(publishers.clients(), place);
            case Group.Players players ->
                "%d players on %d streams: %s".formatted(players.clients(), players.streams(), place);
            case Group.Stalled stalled ->
                "%d stalled players on %d streams: %s".formatted(stalled.clients(), stalled.streams(), place);
            case Group.Churn churn ->
                "%d at once in churn on %d streams: %s".formatted(churn.clients(), churn.streams(), place);
        };
    }
}
