package dev.headwater.cluster;

import java.util.concurrent.atomic.AtomicLong;

class LocalNodeDirectoryTest implements NodeDirectoryContract {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // System.nanoTime may overflow
    private final NodeDirectory nodes = new LocalNodeDirectory(Succession.DEFAULT, now::get);

    @Override
    public NodeDirectory nodes() {
        return nodes;
    }

    @Override
    public void outliveRecords() {
        now.addAndGet(Succession.DEFAULT.recordLife().toNanos());
    }
}
