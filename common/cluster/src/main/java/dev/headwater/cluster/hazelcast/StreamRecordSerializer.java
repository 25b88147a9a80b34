package dev.headwater.cluster.hazelcast;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import java.time.Instant;

/** The compact form of {@link StreamRecord}. A reader passes over fields that it does not know. */
final class StreamRecordSerializer implements CompactSerializer<StreamRecord> {
    static final String TYPE_NAME = "headwater.stream";

    /** Name of the field that predicates look at. */
    static final String ORIGIN_ID = "originId";

    @Override
    public StreamRecord read(CompactReader reader) {
        return new StreamRecord(
                new StreamKey(Fields.string(reader, "app"), Fields.string(reader, "name")),
                Fields.string(reader, ORIGIN_ID),
                Fields.string(reader, "relayHost"),
                reader.readInt32("relayPort"),
                reader.readInt64("epoch"),
                Instant.ofEpochMilli(reader.readInt64("startedAtMs")),
                reader.readInt64("timelineStartMs"),
                reader.readInt64("timelineMs"),
                Fields.string(reader, "zone"),
                Fields.string(reader, "codecs"),
                Fields.newerString(reader, "publisherId"));
    }

    @Override
    public void write(CompactWriter writer, StreamRecord record) {
        writer.writeString("app", record.key().app());
        writer.writeString("name", record.key().name());
        writer.writeString(ORIGIN_ID, record.originId());
        writer.writeString("relayHost", record.relayHost());
        writer.writeInt32("relayPort", record.relayPort());
        writer.writeInt64("epoch", record.epoch());
        writer.writeInt64("startedAtMs", record.startedAt().toEpochMilli());
        writer.writeInt64("timelineStartMs", record.timelineStartMs());
        writer.writeInt64("timelineMs", record.timelineMs());
        writer.writeString("zone", record.zone());
        writer.writeString("codecs", record.codecs());
        writer.writeString("publisherId", record.publisherId());
    }

    @Override
    public String getTypeName() {
        return TYPE_NAME;
    }

    @Override
    public Class<StreamRecord> getCompactClass() {
        return StreamRecord.class;
    }
}
