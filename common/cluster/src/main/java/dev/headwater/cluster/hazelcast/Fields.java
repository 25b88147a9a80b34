package dev.headwater.cluster.hazelcast;

import com.hazelcast.nio.serialization.FieldKind;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import dev.headwater.cluster.Succession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Fields that several compact forms share, read without nulls. */
final class Fields {
    private Fields() {}

    static String string(CompactReader reader, String field) {
        return required(reader.readString(field), field);
    }

    /** A field that older releases do not write; empty then. */
    static String newerString(CompactReader reader, String field) {
        return reader.getFieldKind(field) == FieldKind.STRING ? string(reader, field) : "";
    }

    /** A field that older releases do not write; 0 then. */
    static long newerInt64(CompactReader reader, String field) {
        return reader.getFieldKind(field) == FieldKind.INT64 ? reader.readInt64(field) : 0;
    }

    /** A field that older releases do not write; 0 then. */
    static int newerInt32(CompactReader reader, String field) {
        return reader.getFieldKind(field) == FieldKind.INT32 ? reader.readInt32(field) : 0;
    }

    /** A field that older releases do not write; false then. */
    static boolean newerBoolean(CompactReader reader, String field) {
        return reader.getFieldKind(field) == FieldKind.BOOLEAN && reader.readBoolean(field);
    }

    static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw new HazelcastSerializationException("field %s is null".formatted(field));
        }
        return value;
    }

    static Succession succession(CompactReader reader) {
        return new Succession(
                Duration.ofMillis(reader.readInt64("announceIntervalMs")),
                Duration.ofMillis(reader.readInt64("recordLifeMs")),
                Duration.ofMillis(reader.readInt64("tombstoneLifeMs")));
    }

    static void write(CompactWriter writer, Succession succession) {
        writer.writeInt64("announceIntervalMs", succession.announceInterval().toMillis());
        writer.writeInt64("recordLifeMs", succession.recordLife().toMillis());
        writer.writeInt64("tombstoneLifeMs", succession.tombstoneLife().toMillis());
    }
}
