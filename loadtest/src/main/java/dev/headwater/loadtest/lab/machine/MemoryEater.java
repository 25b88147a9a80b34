package dev.headwater.loadtest.lab.machine;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Eats the memory of another JVM from within: an agent that is loaded into it. Its class path has this class, as ours does. */
public final class MemoryEater {
    /** What is eaten. */
    public enum Memory {
        /** Of objects, all that there is. */
        HEAP,
        /** Of objects, until collections leave six tenths of it in use; given back after a quarter of a minute. */
        MOST_OF_HEAP,
        /** Of the buffers of sockets. */
        DIRECT
    }

    private static final int BITE_BYTES = 64 << 10;
    private static final Duration HOLD = Duration.ofSeconds(15);

    private MemoryEater() {}

    /** Sends it into the process; returns when it has begun to eat, or when the process is gone. Blocks. */
    public static void sendInto(long pid, Memory memory) {
        try {
            var jar = Files.createTempFile("headwater-eater-", ".jar");
            try {
                var manifest = new Manifest();
                manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
                manifest.getMainAttributes().putValue("Agent-Class", MemoryEater.class.getName());
                new JarOutputStream(Files.newOutputStream(jar), manifest).close();
                var machine = VirtualMachine.attach(Long.toString(pid));
                machine.loadAgent(jar.toString(), memory.name());
                machine.detach();
            } finally {
                Files.delete(jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            throw new IllegalStateException("process %d takes no agent".formatted(pid), e);
        }
    }

    /** Called in the other JVM. */
    public static void agentmain(String memory) {
        var what = Memory.valueOf(memory);
        Thread.ofPlatform()
                .daemon()
                .name("eater-of-" + memory.toLowerCase(Locale.ROOT))
                .start(
                        switch (what) {
                            case HEAP -> MemoryEater::eatHeap;
                            case MOST_OF_HEAP -> MemoryEater::eatMostOfHeap;
                            case DIRECT -> MemoryEater::eatDirect;
                        });
    }

    private static void eatHeap() {
        var eaten = new ArrayList<byte[]>();
        while (eaten.add(new byte[BITE_BYTES])) {
            // until the JVM has none
        }
    }

    private static void eatMostOfHeap() {
        var eaten = new ArrayList<byte[]>();
        for (long left = toEat(); left > 0; left = toEat()) {
            for (long bytes = 0; bytes < left; bytes += BITE_BYTES) {
                eaten.add(new byte[BITE_BYTES]);
            }
        }
        CompletableFuture.delayedExecutor(HOLD.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> giveBack(eaten)); // who waits to do so holds it until then
    }

    private static void giveBack(List<byte[]> eaten) {
        eaten.clear();
        System.gc();
    }

    /** Bytes, once what is not in use is collected. */
    private static long toEat() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.maxMemory() / 10 * 6 - (runtime.totalMemory() - runtime.freeMemory());
    }

    private static void eatDirect() {
        var eaten = new ArrayList<ByteBuf>();
        while (eaten.add(ByteBufAllocator.DEFAULT.directBuffer(BITE_BYTES))) {
            // until Netty refuses: that ends this thread, and the list keeps what it has
        }
    }
}
