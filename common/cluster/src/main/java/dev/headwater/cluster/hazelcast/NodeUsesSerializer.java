package dev.headwater.cluster.hazelcast;

import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import dev.headwater.cluster.NodeUses;
import java.util.HashMap;

/** The compact form of {@link NodeUses}: what is counted, and beside it how often. */
final class NodeUsesSerializer implements CompactSerializer<NodeUses> {
    private static final String NODE_ID = "nodeId";
    private static final String COUNTED = "counted";
    private static final String COUNTS = "counts";

    @Override
    public NodeUses read(CompactReader reader) {
        long[] counted = Fields.required(reader.readArrayOfInt64(COUNTED), COUNTED);
        int[] counts = Fields.required(reader.readArrayOfInt32(COUNTS), COUNTS);
        if (counted.length != counts.length) {
            throw new HazelcastSerializationException(
                    "%d counts of %d counted".formatted(counts.length, counted.length));
        }
        var all = HashMap.<Long, Integer>newHashMap(counted.length);
        for (int i = 0; i < counted.length; i++) {
            all.put(counted[i], counts[i]);
        }
        return new NodeUses(Fields.string(reader, NODE_ID), all);
    }

    @Override
    public void write(CompactWriter writer, NodeUses uses) {
        int size = uses.counts().size();
        long[] counted = new long[size];
        int[] counts = new int[size];
        int i = 0;
        for (var entry : uses.counts().entrySet()) {
            counted[i] = entry.getKey();
            counts[i] = entry.getValue();
            i++;
        }
        writer.writeString(NODE_ID, uses.nodeId());
        writer.writeArrayOfInt64(COUNTED, counted);
        writer.writeArrayOfInt32(COUNTS, counts);
    }

    @Override
    public String getTypeName() {
        return "headwater.uses";
    }

    @Override
    public Class<NodeUses> getCompactClass() {
        return NodeUses.class;
    }
}
