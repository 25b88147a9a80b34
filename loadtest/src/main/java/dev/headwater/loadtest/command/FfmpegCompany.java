package dev.headwater.loadtest.command;

import dev.headwater.loadtest.ffmpeg.FfmpegClients;
import dev.headwater.loadtest.ffmpeg.FfmpegGroup;
import dev.headwater.loadtest.measure.FfmpegFigures;
import dev.headwater.loadtest.run.Companions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The ffmpegs of a run, if it has any: they come and leave with it. Confined to the thread of the run. */
final class FfmpegCompany implements Companions, AutoCloseable {
    private final FfmpegGroup group;
    private final Duration patience;
    private final Optional<FfmpegClients> clients;

    /**
     * @param patience how long publishers may take to begin
     * @throws IllegalArgumentException in one line, if there is no ffmpeg for the group
     */
    FfmpegCompany(FfmpegGroup group, Duration patience) {
        this.group = group;
        this.patience = patience;
        clients = group.isEmpty() ? Optional.empty() : Optional.of(FfmpegClients.of(group.plan()));
    }

    /** Which ffmpeg it is, for people; empty if none is needed. */
    Optional<String> program() {
        return clients.map(FfmpegClients::program);
    }

    /** For a line of progress; empty without ffmpegs. */
    String now() {
        return clients.map(all -> "  " + all.now()).orElse("");
    }

    @Override
    public void come() {
        clients.ifPresent(all -> {
            group.published().forEach(all::publish);
            all.awaitBegun(patience);
            group.played().forEach(all::play);
        });
    }

    @Override
    public List<FfmpegFigures> leave() {
        return clients.map(FfmpegClients::stop).orElse(List.of());
    }

    @Override
    public void close() {
        clients.ifPresent(FfmpegClients::close);
    }
}
