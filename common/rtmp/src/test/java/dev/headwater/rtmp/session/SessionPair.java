package dev.headwater.rtmp.session;

import java.util.List;

/** A client session and a server session that hear each other, with what both told their owners. */
final class SessionPair {
    final ServerBench server = new ServerBench();
    final ClientSession client;
    final List<String> events;

    private final ClientBench clientBench;

    SessionPair(boolean digest) {
        clientBench = new ClientBench(digest);
        client = clientBench.session;
        events = clientBench.events;
    }

    static SessionPair connected() {
        var pair = new SessionPair(false);
        pair.client.start();
        pair.settle();
        pair.events.clear();
        pair.server.events.clear();
        return pair;
    }

    /** Carries bytes to and fro until both are silent. */
    void settle() {
        while (true) {
            byte[] request = clientBench.takeWritten();
            server.feed(request);
            byte[] answer = server.takeWritten();
            clientBench.feed(answer);
            if (request.length + answer.length == 0) {
                return;
            }
        }
    }
}
