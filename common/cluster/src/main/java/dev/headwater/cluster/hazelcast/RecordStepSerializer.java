package dev.headwater.cluster.hazelcast;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import dev.headwater.cluster.StreamRecord;
import java.time.Duration;

/** The compact form of {@link RecordStep}. */
final class RecordStepSerializer implements CompactSerializer<RecordStep> {
    @Override
    public RecordStep read(CompactReader reader) {
        StreamRecord record = Fields.required(reader.<StreamRecord>readCompact("record"), "record");
        return new RecordStep(
                RecordStep.Verb.valueOf(Fields.string(reader, "verb")),
                record,
                reader.readInt64("aboveEpoch"),
                Duration.ofMillis(Fields.newerInt64(reader, "silenceMs")),
                Fields.succession(reader));
    }

    @Override
    public void write(CompactWriter writer, RecordStep step) {
        writer.writeString("verb", step.verb.name());
        writer.writeCompact("record", step.record);
        writer.writeInt64("aboveEpoch", step.aboveEpoch);
        writer.writeInt64("silenceMs", step.silence.toMillis());
        Fields.write(writer, step.succession);
    }

    @Override
    public String getTypeName() {
        return "headwater.step";
    }

    @Override
    public Class<RecordStep> getCompactClass() {
        return RecordStep.class;
    }
}
