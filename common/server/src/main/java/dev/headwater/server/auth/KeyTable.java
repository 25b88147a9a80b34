package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import dev.headwater.server.config.KeyEntry;
import dev.headwater.server.config.SecretHash;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stream keys, by their hash. A look-up takes as long for a key that is there as for one that is not: what it compares are
 * hashes, of which nobody can choose the beginning. Immutable.
 */
final class KeyTable implements Rule {
    static final String PARAMETER = "key";

    private final Map<SecretHash, KeyEntry> entries;

    /** @throws IllegalArgumentException if one key stands twice */
    KeyTable(List<KeyEntry> entries) {
        var byHash = new HashMap<SecretHash, KeyEntry>();
        for (KeyEntry entry : entries) {
            var twin = byHash.put(entry.hash(), entry);
            if (twin != null) {
                throw new IllegalArgumentException(
                        "one stream key for both %s and %s".formatted(twin.streams(), entry.streams()));
            }
        }
        this.entries = Map.copyOf(byHash);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    /** Whether that is a key, wherever it stood. */
    boolean isKey(String text) {
        return find(text).isPresent();
    }

    @Override
    public boolean isShownBy(Client client) {
        return client.parameter(PARAMETER).isPresent();
    }

    /** A key where the name belongs becomes the name; a key beside it must be for that name. */
    @Override
    public Future<Opinion> of(Attempt attempt) {
        return Future.succeededFuture(judge(attempt));
    }

    @Override
    public boolean isGuessable() {
        return true;
    }

    private Opinion judge(Attempt attempt) {
        var asked = attempt.asked();
        var inPlace = find(asked.name()).map(KeyEntry::streams);
        if (inPlace.isPresent()) {
            var streams = inPlace.get();
            return streams.open() || !streams.app().equals(asked.app())
                    ? new Opinion.Deny(Denial.MISPLACED_KEY, "the key of " + streams + " stood where the name belongs")
                    : new Opinion.Allow(new StreamKey(streams.app(), streams.name()));
        }
        var beside = attempt.parameter(PARAMETER).flatMap(this::find).map(KeyEntry::streams);
        if (beside.isEmpty()) {
            return new Opinion.Deny(Denial.BAD_CREDENTIAL, "no stream key of ours");
        }
        return beside.get().matches(asked)
                ? new Opinion.Allow(asked)
                : new Opinion.Deny(Denial.MISPLACED_KEY, "the key is for " + beside.get());
    }

    private Optional<KeyEntry> find(String key) {
        return Optional.ofNullable(entries.get(SecretHash.of(key)));
    }
}
