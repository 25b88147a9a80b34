package dev.headwater.cluster;

import java.time.Duration;

class LocalNodeDirectoryTest implements NodeDirectoryContract {
    private final NodeDirectory nodes = new LocalNodeDirectory(
            new Succession(Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(5)), System::nanoTime);

    @Override
    public NodeDirectory nodes() {
        return nodes;
    }
}
