package dev.headwater.server.record;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.headwater.media.flv.FlvWriter;
import dev.headwater.media.hub.LiveStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that all recordings are in, those of each app in a folder of its own; nothing is touched outside of it. Who writes a part holds
 * a lock on it, so a part without one is of a process that is dead. Its methods block. Thread-safe.
 */
final class RecordFolder {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFolder.class);

    private final Path root;
    private final Disk disk;

    RecordFolder(Path root, Disk disk) {
        this.root = root.toAbsolutePath().normalize();
        this.disk = disk;
    }

    Path root() {
        return root;
    }

    /** @throws RecordException if less is free than {@code record.keep-free} */
    void checkRoom(long keepFree) throws IOException {
        long free = keepFree == 0 ? Long.MAX_VALUE : disk.freeBytes(root);
        if (free < keepFree) {
            throw new RecordException(
                    RecordFault.NO_SPACE,
                    "%s: %d bytes are free, below record.keep-free=%d".formatted(root, free, keepFree));
        }
    }

    /**
     * Begins a file.
     *
     * @param since when its first frame came
     * @param zeroMs position on the stream's timeline that is its begin
     */
    RecordFile create(LiveStream stream, Instant since, long zeroMs, long keepFree) throws IOException {
        Files.createDirectories(root);
        checkRoom(keepFree);
        var path = FileName.of(stream.key(), since, stream.epoch());
        var begun = new RecordedFile(stream.key(), stream.epoch(), root, path, since, 0, 0);
        var part = begun.file().resolveSibling(path.getFileName() + ".part");
        createFolder(root.resolve(path.getName(0)));
        var channel = disk.create(part);
        if (isLockedByAnother(channel)) {
            channel.close();
            throw new FileAlreadyExistsException(part.toString(), null, "another process has it");
        }
        return new RecordFile(begun, part, channel, zeroMs);
    }

    /** A link to a folder elsewhere is none. */
    private static void createFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    /** Locks the file until it is closed, where the file system can. */
    private static boolean isLockedByAnother(FileChannel channel) {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            LOG.debug("no locks here", e);
            return false;
        }
    }

    /** Gives the parts of processes that died their names: players can read them up to where they end. Never throws. */
    void finishLeftOvers() {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> apps =
                Files.newDirectoryStream(root, folder -> Files.isDirectory(folder, NOFOLLOW_LINKS))) {
            for (Path app : apps) {
                finishLeftOvers(app);
            }
        } catch (IOException e) {
            LOG.warn("record.folder={} cannot be looked through: {}", root, e.toString());
        }
    }

    private static void finishLeftOvers(Path app) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(
                app, file -> FileName.isPart(file) && Files.isRegularFile(file, NOFOLLOW_LINKS))) {
            for (Path part : parts) {
                try (var channel = FileChannel.open(part, WRITE, NOFOLLOW_LINKS);
                        var lock = channel.tryLock()) {
                    if (lock != null) {
                        finish(part, channel.size());
                    }
                } catch (OverlappingFileLockException e) {
                    LOG.debug("{} is written by this process", part);
                } catch (IOException e) {
                    LOG.warn("{} is left over from a process that died, and stays as it is: {}", part, e.toString());
                }
            }
        }
    }

    private static void finish(Path part, long bytes) throws IOException {
        if (bytes <= FlvWriter.HEADER_BYTES) {
            Files.delete(part);
            return;
        }
        String name = String.valueOf(part.getFileName());
        Files.move(part, part.resolveSibling(name.substring(0, name.length() - ".part".length())));
        LOG.warn("{} is left over from a process that died: kept without the end of its name, {} bytes", part, bytes);
    }
}
