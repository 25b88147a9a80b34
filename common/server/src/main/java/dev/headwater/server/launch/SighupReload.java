package dev.headwater.server.launch;

import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGHUP: the node reads its configuration again. */
final class SighupReload {
    private static final Logger LOG = LoggerFactory.getLogger(SighupReload.class);

    private SighupReload() {}

    /** From now on, once the node has started. A process that was told to ignore the signal goes on to ignore it. */
    static void install(Future<Node> starting) {
        onSignal(() -> starting.onSuccess(Node::reload)); // which logs what came of it
    }

    /** By reflection: javac warns of sun.misc.Signal whatever one says, and a JVM need not have it. */
    private static void onSignal(Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.info("SIGHUP is not heard here, reload by the API: {}", String.valueOf(e.getCause()));
        }
    }
}
