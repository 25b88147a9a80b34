package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import dev.headwater.server.net.QueryText;
import java.util.Optional;

/**
 * Somebody wants to publish or play, this once: no two attempts are equal.
 *
 * @param asked as the client named it: may hold a stream key where the name belongs, so it is as secret as {@code query} until
 *     a {@link Verdict} says otherwise
 * @param query what followed the {@code ?} of the stream's name, raw, empty if nothing did; secret
 * @param ticket by which the attempt is known until it begins or is turned away, under whatever name of the stream
 */
public record Attempt(Action action, StreamKey asked, String query, Client client, Ticket ticket) {
    /** Not a record: each is equal to itself alone. */
    public static final class Ticket {}

    /**
     * What an attempt asks for, and with what: that of two attempts is equal if the same client, on whichever of its connections, comes
     * with the same again. As secret as they are.
     */
    public record Question(Action action, StreamKey asked, String query, Client client) {
        @Override
        public String toString() {
            return action.word() + " in " + asked.app() + " by " + client;
        }
    }

    /** One with a ticket of its own. */
    public Attempt(Action action, StreamKey asked, String query, Client client) {
        this(action, asked, query, client, new Ticket());
    }

    /**
     * A parameter of the stream's query, else of the one that the client connected with; encoders put them at either. As it
     * stands there: clients do not encode them. Secret. Empty if it is not there or has no value.
     */
    public Optional<String> parameter(String name) {
        return parameter(query, name).or(() -> client.parameter(name));
    }

    /** With the same ticket, for another stream. */
    Attempt of(StreamKey other) {
        return new Attempt(action, other, query, client, ticket);
    }

    public Question question() {
        return new Question(action, asked, query, client.withoutId());
    }

    static Optional<String> parameter(String query, String name) {
        return QueryText.of(query.replace('?', '&')) // some append a second ?
                .values(name)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    @Override
    public String toString() {
        return question().toString();
    }
}
