package dev.headwater.loadtest.run;

import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.source.Source;
import java.util.function.Supplier;

/** Clients that do the same. Client <i>i</i> takes stream <i>i</i> modulo the number of streams. */
public sealed interface Group {
    StreamUrl url();

    /** How many streams the group is spread over. */
    int streams();

    /** How many clients there are, at most, at once. */
    int clients();

    /** How many come each second. */
    double rate();

    Span span();

    /** Players that come, stay, and are not replaced when they are thrown out. */
    record Players(StreamUrl url, int streams, int clients, double rate, Span span) implements Group {
        public Players {
            check(url, streams, clients, rate);
        }
    }

    /** Publishers, each with a stream of its own. Those that are there from the start come before the clock runs. */
    record Publishers(StreamUrl url, int clients, double rate, Span span, Supplier<Source> media) implements Group {
        public Publishers {
            url.requirePublishable();
            check(url, clients, clients, rate);
        }

        @Override
        public int streams() {
            return clients;
        }
    }

    /** Players that connect, play, leave with their first key frame, and come again at once. */
    record Churn(StreamUrl url, int streams, int clients, double rate, Span span) implements Group {
        public Churn {
            check(url, streams, clients, rate);
        }
    }

    /** Players that take the answer to their play and then read nothing. */
    record Stalled(StreamUrl url, int streams, int clients, double rate, Span span) implements Group {
        public Stalled {
            if (url.protocol().isHls()) {
                throw new IllegalArgumentException("players of HLS ask for all they read, and cannot stall");
            }
            check(url, streams, clients, rate);
        }
    }

    private static void check(StreamUrl url, int streams, int clients, double rate) {
        if (clients < 1 || streams < 1) {
            throw new IllegalArgumentException("%d clients on %d streams are no group".formatted(clients, streams));
        }
        if (!(rate > 0)) {
            throw new IllegalArgumentException("rate must be above 0 clients a second, found " + rate);
        }
        if (streams > 1 && !url.isPattern()) {
            throw new IllegalArgumentException(
                    "%d streams need a %%d in the name '%s', for their number".formatted(streams, url.name()));
        }
    }
}
