package dev.headwater.server.record;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What recordings ask of a disk, for tests to have one that is full, slow or broken. Its methods block. Thread-safe. */
interface Disk {
    /** Where the path leads. */
    Disk LOCAL = new Disk() {
        @Override
        public FileChannel create(Path file) throws IOException {
            return FileChannel.open(file, CREATE_NEW, WRITE, NOFOLLOW_LINKS);
        }

        @Override
        public long freeBytes(Path folder) throws IOException {
            return Files.getFileStore(folder).getUsableSpace();
        }
    };

    /** A file that was not there before, to write. No link is followed to it. */
    FileChannel create(Path file) throws IOException;

    /** What may still be written where the folder is. */
    long freeBytes(Path folder) throws IOException;
}
