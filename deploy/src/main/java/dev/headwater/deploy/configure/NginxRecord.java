package dev.headwater.deploy.configure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes over how applications of nginx-rtmp record. Used by one thread. */
final class NginxRecord {
    /** What an application may have from the blocks around it, too. */
    static final Set<String> DIRECTIVES = Set.of(
            "record",
            "record_path",
            "record_max_size",
            "record_interval",
            "record_unique",
            "record_suffix",
            "record_append",
            "record_max_frames",
            "record_lock",
            "record_notify");

    private static final String DEFAULT_PATH = "/tmp";
    private static final Map<String, String> NOT_TAKEN = Map.of(
            "record_suffix", "files have names of ours: docs/recording.md",
            "record_append", "a stream that comes again has another file",
            "record_max_frames", "see record.max-duration and record.max-bytes",
            "record_notify", "publishers are not told of it");

    private final Imported imported;
    private Optional<String> folder = Optional.empty();

    NginxRecord(Imported imported) {
        this.imported = imported;
    }

    /** @param keys of the application */
    void take(NginxScope scope, Keys keys) {
        var record = scope.nearest("record");
        if (record.isEmpty() || record.get().words().contains("off")) {
            return;
        }
        var words = record.get().words();
        boolean isWhole = words.contains("all") || words.containsAll(List.of("audio", "video"));
        if (!isWhole || words.contains("manual")) {
            imported.note(record.get(), "a stream is recorded whole, and from its begin: record.container=flv");
            return;
        }
        keys.set("record", "container", "flv");
        keys.set(
                "record",
                "max-duration",
                scope.nearest("record_interval")
                        .filter(each -> !each.words().contains("off"))
                        .map(each -> NginxUnits.time(each.word()))
                        .orElse("0s"));
        scope.nearest("record_max_size").ifPresent(each -> {
            keys.set("record", "max-bytes", NginxUnits.size(each.word()));
            imported.note(each, "where a file ends, the next one begins");
        });
        takeFolder(scope, record.get());
        NOT_TAKEN.forEach((name, why) -> scope.nearest(name)
                .filter(each -> !each.words().contains("off"))
                .ifPresent(each -> imported.note(each, why)));
    }

    private void takeFolder(NginxScope scope, Directive record) {
        var path = scope.nearest("record_path");
        String own = path.map(Directive::word).orElse(DEFAULT_PATH);
        if (folder.isEmpty()) {
            folder = Optional.of(own);
            imported.set(own, "record", "folder");
        } else if (!folder.get().equals(own)) {
            imported.note(
                    path.orElse(record),
                    "there is one folder for all apps, and below it one for each: the first is taken, " + folder.get());
        }
    }
}
