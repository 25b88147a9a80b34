package dev.headwater.loadtest.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.lab.result.Outcome;
import dev.headwater.loadtest.lab.result.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFoldersTest {
    @Test
    void nothingIsLeftOfRoundsThatPassed() throws IOException {
        var folders = LogFolders.temporary();

        var round = folders.after(round(Outcome.PASSED, folders.path()));
        folders.close();

        assertThat(round.logs()).isEmpty();
        assertThat(folders.path()).doesNotExist();
    }

    @Test
    void othersKeepTheirs() throws IOException {
        var folders = LogFolders.temporary();

        var round = folders.after(round(Outcome.MISSED, folders.path()));
        folders.close();

        assertThat(Path.of(round.logs(), "origin-1.log")).exists();
        LogFolders.remove(folders.path());
    }

    @Test
    void whereSomebodyNamedTheFolderAllOfItStays(@TempDir Path named) throws IOException {
        var folders = LogFolders.kept(named);

        var round = folders.after(round(Outcome.PASSED, folders.path()));
        folders.close();

        assertThat(Path.of(round.logs(), "origin-1.log")).exists();
    }

    private static Round round(Outcome outcome, Path folder) throws IOException {
        var logs = Files.createDirectory(folder.resolve("F1-1"));
        Files.writeString(logs.resolve("origin-1.log"), "ready");
        return Round.without(outcome, "", logs.toString());
    }
}
