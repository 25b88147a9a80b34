package dev.headwater.loadtest.bench;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs benchmarks on threads like those of event loops: only there does Netty recycle buffers and queue entries without
 * sharing, and give them caches of their own. JMH finds it by its name.
 */
public final class LoopThreads extends ThreadPoolExecutor {
    public LoopThreads(int maxThreads, String prefix) {
        super(0, maxThreads, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), new DefaultThreadFactory(prefix));
    }
}
