package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.internal.serialization.impl.HeapData;
import com.hazelcast.internal.serialization.impl.compact.Schema;
import com.hazelcast.internal.serialization.impl.compact.SchemaService;
import dev.headwater.cluster.NodeDirectoryContract;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.Seeds;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.TestSettings;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bytes by which nodes of several releases understand each other while a cluster is updated. */
class WireFormTest {
    private static final NodeRecord NODE = NodeDirectoryContract.node("n1", 0.25);
    private static final String BYTES = ""
            + "00000000ffffffc9" // of no partition, and compact
            + "95eaec4a62b42e87" // the schema: names and kinds of all fields
            + "00000075" // bytes of the fields
            + "3fd00000000000000000000000000007" // load, run
            + "00001f90000020fb000007c100004b960000078f00000790" // http, https, management, relay, rtmp, rtmps
            + "0a" // draining, refusals: a bit each
            + "000000026e31" // nodeId
            + "000000066f726967696e" // role
            + "0000000477657374" // zone
            + "0000000a6e312e6578616d706c65" // host
            + "00000000" // streams: none
            + "000000093132372e302e302e31" // relayHost
            + "000000116e312e7075626c69632e6578616d706c65" // publicHost
            + "412960532f4f39"; // where each of these begins

    private final InternalSerializationService bytes = new DefaultSerializationServiceBuilder()
            .setConfig(MemberConfig.of(TestSettings.of("test", "o1", 0, Seeds.NONE, false, Succession.DEFAULT))
                    .getSerializationConfig())
            .setSchemaService(new SchemasOfOne())
            .build();

    @AfterEach
    void close() {
        bytes.dispose();
    }

    @Test
    void aNodeIsWrittenAsEver() {
        assertThat(HexFormat.of().formatHex(bytes.toBytes(NODE))).isEqualTo(BYTES);
    }

    @Test
    void aNodeIsReadAsEver() {
        bytes.toBytes(NODE); // the schema is known
        assertThat(bytes.<NodeRecord>toObject(new HeapData(HexFormat.of().parseHex(BYTES))))
                .isEqualTo(NODE);
    }

    /** Without a cluster to tell. */
    private static final class SchemasOfOne implements SchemaService {
        private final Map<Long, Schema> schemas = new HashMap<>();

        @Override
        public @Nullable Schema get(long id) {
            return schemas.get(id);
        }

        @Override
        public void put(Schema schema) {
            schemas.put(schema.getSchemaId(), schema);
        }

        @Override
        public void putLocal(Schema schema) {
            put(schema);
        }
    }
}
