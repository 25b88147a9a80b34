package dev.headwater.server.hooks;

import dev.headwater.server.auth.Client;
import dev.headwater.server.config.AppHooksConfig;

/** In whose words callbacks speak. Thread-safe. */
sealed interface Dialect permits NativeDialect, SrsDialect, NginxDialect {
    HookRequest write(HookCall call);

    /** @param response none that tells of a fault of the other side */
    Answer read(HookResponse response);

    /** Whether an answer may turn a key into a name. */
    boolean mayRename();

    /** Whether who comes by HTTP, and so connects to no app, connects all the same. */
    boolean hasConnectsByHttp();

    /** As the API names a client; empty for a request of which no more is to come. */
    static String id(String node, Client client) {
        return client.id().isEmpty() ? "" : node + "/" + client.id();
    }

    static Dialect of(AppHooksConfig config, String node) {
        return switch (config.format()) {
            case NATIVE -> new NativeDialect(node);
            case SRS -> new SrsDialect(node);
            case NGINX_RTMP -> new NginxDialect(node, config.method());
        };
    }
}
