package dev.headwater.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Collects what Netty's leak detector finds, instead of logging it. Thread-safe. */
final class BufferLeaks {
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();
    private static final Queue<CollectingDetector<?>> DETECTORS = new ConcurrentLinkedQueue<>();

    private BufferLeaks() {}

    /** Takes the detector's place. Must come before the first buffer of the JVM, whose class keeps its detector. */
    static void install() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new CollectingFactory());
    }

    /** Whether the detector that watches buffers is ours. */
    static boolean watchesBuffers() {
        return DETECTORS.stream().anyMatch(detector -> detector.resourceType.contains("ByteBuf"));
    }

    /** Collects garbage, then returns the records of every buffer lost since the last call. */
    static List<String> drain() {
        // References found by one collection are queued in no set order: after the second, all of the first are there.
        collectGarbage();
        collectGarbage();
        DETECTORS.forEach(CollectingDetector::poll);
        var leaks = new ArrayList<String>();
        for (var leak = FOUND.poll(); leak != null; leak = FOUND.poll()) {
            leaks.add(leak);
        }
        return leaks;
    }

    private static void collectGarbage() {
        var queue = new ReferenceQueue<>();
        var sentinel = new WeakReference<>(new Object(), queue);
        System.gc();
        try {
            if (queue.remove(SECONDS.toMillis(10)) == null) {
                throw new IllegalStateException("System.gc() collected nothing; is -XX:+DisableExplicitGC set?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Reference.reachabilityFence(sentinel);
        }
    }

    private static final class CollectingFactory extends ResourceLeakDetectorFactory {
        @Override
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval) {
            var detector = new CollectingDetector<>(resource, interval);
            DETECTORS.add(detector);
            return detector;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract in the parent, so it must be here
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long maxActive) {
            return newResourceLeakDetector(resource, interval);
        }
    }

    private static final class CollectingDetector<T> extends ResourceLeakDetector<T> {
        private final String resourceType;

        CollectingDetector(Class<T> resource, int interval) {
            super(resource, interval);
            resourceType = resource.getSimpleName();
        }

        /** The detector looks at its queue only when something new is tracked. */
        @SuppressWarnings("unchecked") // identity is all that it asks of what it tracks
        void poll() {
            var probe = (T) new Object();
            var tracker = track(probe);
            if (tracker != null) {
                tracker.close(probe);
            }
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            FOUND.add(type + " was never released:" + records);
        }

        @Override
        protected void reportUntracedLeak(String type) {
            FOUND.add(type + " was never released (no record of where)");
        }
    }
}
