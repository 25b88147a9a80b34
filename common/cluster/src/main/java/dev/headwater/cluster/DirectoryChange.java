package dev.headwater.cluster;

import dev.headwater.media.StreamKey;

/** What a watcher hears. */
public sealed interface DirectoryChange {
    StreamKey key();

    /** A stream has a (new) owner or a fresh announcement. */
    record Owned(StreamRecord record) implements DirectoryChange {
        @Override
        public StreamKey key() {
            return record.key();
        }
    }

    /** A stream has no owner any more: released, expired, or removed with its member. */
    record Gone(StreamKey key) implements DirectoryChange {}
}
