package dev.headwater.server.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A disk that is full, gone or stuck whenever a test says so; its files are real ones. Thread-safe. */
final class FakeDisk implements Disk {
    private static final CountDownLatch OPEN = new CountDownLatch(0);

    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean readOnly;
    private volatile boolean heldACarrier;
    private volatile CountDownLatch gate = OPEN;

    /** From now on it takes so many bytes more. */
    void room(long bytes) {
        room.set(bytes);
    }

    /** From now on no file can be made there. */
    void readOnly(boolean is) {
        readOnly = is;
    }

    /** From now on all that is written waits until it is {@link #release}d. */
    void stick() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    @Override
    public FileChannel create(Path file) throws IOException {
        if (readOnly) {
            throw new FileSystemException(file.toString(), null, "Read-only file system");
        }
        return new FakeFile(Disk.LOCAL.create(file));
    }

    @Override
    public long freeBytes(Path folder) {
        return room.get();
    }

    /** Whether something was written by a virtual thread, whose carrier a real disk that is stuck holds. */
    boolean heldACarrier() {
        return heldACarrier;
    }

    private int taken(int bytes) throws IOException {
        if (Thread.currentThread().isVirtual()) {
            heldACarrier = true;
        }
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        long before = room.getAndUpdate(left -> Math.max(0, left - bytes));
        if (before == 0) {
            throw new IOException("No space left on device");
        }
        return (int) Math.min(before, bytes);
    }

    /** What recordings do to a file is done to it, as far as the disk lets them. */
    private final class FakeFile extends FileChannel {
        private final FileChannel file;

        FakeFile(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            int taken = taken(from.remaining());
            int written = file.write(from.slice(from.position(), taken));
            from.position(from.position() + written);
            return written;
        }

        /** Over what is there already. */
        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            return file.write(from, position);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metadata) throws IOException {
            file.force(metadata);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] to, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer to, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel from, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
