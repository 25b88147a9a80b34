package dev.headwater.cluster.hazelcast;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryEvictedListener;
import com.hazelcast.map.listener.EntryExpiredListener;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Watchers;

/** Tells the watchers what happens to the entries of the map of streams. Runs on Hazelcast's event threads. */
record MapChanges(Watchers watchers)
        implements EntryAddedListener<String, StreamRecord>,
                EntryUpdatedListener<String, StreamRecord>,
                EntryMergedListener<String, StreamRecord>,
                EntryRemovedListener<String, StreamRecord>,
                EntryEvictedListener<String, StreamRecord>,
                EntryExpiredListener<String, StreamRecord> {

    @Override
    public void entryAdded(EntryEvent<String, StreamRecord> event) {
        written(event);
    }

    @Override
    public void entryUpdated(EntryEvent<String, StreamRecord> event) {
        written(event);
    }

    @Override
    public void entryMerged(EntryEvent<String, StreamRecord> event) {
        written(event);
    }

    @Override
    public void entryRemoved(EntryEvent<String, StreamRecord> event) {
        gone(event);
    }

    @Override
    public void entryEvicted(EntryEvent<String, StreamRecord> event) {
        gone(event);
    }

    @Override
    public void entryExpired(EntryEvent<String, StreamRecord> event) {
        gone(event);
    }

    private void written(EntryEvent<String, StreamRecord> event) {
        StreamRecord record = event.getValue();
        if (record.isTombstone()) {
            gone(event);
        } else {
            watchers.tell(new DirectoryChange.Owned(record));
        }
    }

    private void gone(EntryEvent<String, StreamRecord> event) {
        watchers.tell(new DirectoryChange.Gone(MapKeys.parse(event.getKey())));
    }
}
