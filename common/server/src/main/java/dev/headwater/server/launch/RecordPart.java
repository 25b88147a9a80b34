package dev.headwater.server.launch;

import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.config.AppConfig;
import dev.headwater.server.config.AppRecordConfig;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.RecordConfig;
import dev.headwater.server.config.RecordContainer;
import dev.headwater.server.record.RecordSettings;
import dev.headwater.server.record.RecordedFile;
import dev.headwater.server.record.Recordings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Recordings as a part of the node. */
public final class RecordPart implements Part {
    /** Of a node without one, where nothing is recorded. */
    private static final Path NOWHERE = Path.of("");

    private final Vertx vertx;
    private final Optional<Path> folder;
    private final Recordings recordings;

    /**
     * @param published the streams that are published at this node
     * @param whole hears of each file that is; any thread
     */
    public RecordPart(
            NodeRole.Surroundings node, Supplier<Collection<LiveStream>> published, Consumer<RecordedFile> whole) {
        vertx = node.vertx();
        folder = node.config().record().folder();
        var settings = node.running().derived(RecordPart::settings);
        recordings =
                new Recordings(folder.orElse(NOWHERE), app -> settings.get().apply(app), node.metrics().record, whole);
        node.running().follow(next -> Future.succeededFuture(() -> recordings.changed(published.get())));
    }

    private static Function<String, RecordSettings> settings(NodeConfig config) {
        RecordConfig common = config.record();
        Function<String, AppRecordConfig> record = Settings.byApp(config, common, AppConfig::record);
        return app -> {
            var own = record.apply(app);
            return new RecordSettings(
                    own.container() != RecordContainer.OFF && common.folder().isPresent(),
                    own.maxDuration(),
                    own.maxBytes(),
                    common.maxWaitingBytes(),
                    common.maxRecordings(),
                    common.keepFree());
        };
    }

    public Recordings recordings() {
        return recordings;
    }

    @Override
    public String name() {
        return "record";
    }

    @Override
    public Future<?> start() {
        return folder.isEmpty()
                ? Future.succeededFuture()
                : vertx.executeBlocking(
                        () -> {
                            recordings.finishLeftOvers();
                            return folder;
                        },
                        false);
    }

    /** After the ports, whose publishers it records, and before those who tell of the last files. */
    @Override
    public Future<?> stop() {
        return recordings.close();
    }
}
