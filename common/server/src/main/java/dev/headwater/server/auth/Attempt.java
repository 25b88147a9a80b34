package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import dev.headwater.server.net.QueryText;
import java.util.Optional;

/**
 * Somebody wants to publish or play.
 *
 * @param asked as the client named it: may hold a stream key where the name belongs, so it is as secret as {@code query} until
 *     a {@link Verdict} says otherwise
 * @param query what followed the {@code ?} of the stream's name, raw, empty if nothing did; secret
 * @param self whose identity tells the attempt from others that are alike
 */
public record Attempt(Action action, StreamKey asked, String query, Client client, Self self) {
    /** All are equal, so that attempts alike are, too; and each is another. */
    public record Self() {}

    /** Another one than any before. */
    public Attempt(Action action, StreamKey asked, String query, Client client) {
        this(action, asked, query, client, new Self());
    }

    /**
     * A parameter of the stream's query, else of the one that the client connected with; encoders put them at either. As it
     * stands there: clients do not encode them. Secret. Empty if it is not there or has no value.
     */
    public Optional<String> parameter(String name) {
        return parameter(query, name).or(() -> client.parameter(name));
    }

    /** The same one, for another stream. */
    Attempt of(StreamKey other) {
        return new Attempt(action, other, query, client, self);
    }

    /** The same on any of the client's connections: equal if it comes with the same again. */
    public Attempt withoutId() {
        return new Attempt(action, asked, query, client.withoutId());
    }

    static Optional<String> parameter(String query, String name) {
        return QueryText.of(query.replace('?', '&')) // some append a second ?
                .values(name)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    @Override
    public String toString() {
        return action.word() + " in " + asked.app() + " by " + client;
    }
}
