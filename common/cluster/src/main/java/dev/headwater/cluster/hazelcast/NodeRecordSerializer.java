package dev.headwater.cluster.hazelcast;

import com.hazelcast.nio.serialization.FieldKind;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import dev.headwater.cluster.HeldStreams;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.Refusals;
import java.util.Arrays;

/** The compact form of {@link NodeRecord}. A reader passes over fields that it does not know. */
final class NodeRecordSerializer implements CompactSerializer<NodeRecord> {
    private static final String STREAMS = "streams";
    private static final String RUN = "run";
    private static final String RTMPS_PORT = "rtmpsPort";
    private static final String HTTPS_PORT = "httpsPort";
    private static final String RELAY_HOST = "relayHost";
    private static final String PUBLIC_HOST = "publicHost";
    private static final String REFUSES_RTMP = "refusesRtmp";
    private static final String REFUSES_HTTP = "refusesHttp";
    private static final String REFUSES_HLS = "refusesHls";

    @Override
    public NodeRecord read(CompactReader reader) {
        return new NodeRecord(
                Fields.string(reader, "nodeId"),
                Fields.string(reader, "role"),
                Fields.string(reader, "zone"),
                Fields.newerInt64(reader, RUN),
                hosts(reader),
                new NodeRecord.Ports(
                        reader.readInt32("rtmpPort"),
                        Fields.newerInt32(reader, RTMPS_PORT),
                        reader.readInt32("httpPort"),
                        Fields.newerInt32(reader, HTTPS_PORT),
                        reader.readInt32("relayPort"),
                        reader.readInt32("managementPort")),
                reader.readFloat64("load"),
                reader.readBoolean("draining"),
                streams(reader),
                new Refusals(
                        Fields.newerBoolean(reader, REFUSES_RTMP),
                        Fields.newerBoolean(reader, REFUSES_HTTP),
                        Fields.newerBoolean(reader, REFUSES_HLS)));
    }

    private static NodeRecord.Hosts hosts(CompactReader reader) {
        String node = Fields.string(reader, "host");
        String relay = Fields.newerString(reader, RELAY_HOST);
        String clients = Fields.newerString(reader, PUBLIC_HOST);
        return new NodeRecord.Hosts(node, relay.isEmpty() ? node : relay, clients.isEmpty() ? node : clients);
    }

    /** Nodes of before 0.1.0 did not tell. */
    private static HeldStreams streams(CompactReader reader) {
        if (reader.getFieldKind(STREAMS) != FieldKind.ARRAY_OF_INT32) {
            return HeldStreams.NONE;
        }
        int[] hashes = Fields.required(reader.readArrayOfInt32(STREAMS), STREAMS);
        return new HeldStreams(Arrays.stream(hashes).boxed().toList());
    }

    @Override
    public void write(CompactWriter writer, NodeRecord record) {
        writer.writeString("nodeId", record.nodeId());
        writer.writeString("role", record.role());
        writer.writeString("zone", record.zone());
        writer.writeString("host", record.hosts().node());
        writer.writeInt32("rtmpPort", record.ports().rtmp());
        writer.writeInt32("relayPort", record.ports().relay());
        writer.writeInt32("httpPort", record.ports().http());
        writer.writeInt32("managementPort", record.ports().management());
        writer.writeFloat64("load", record.load());
        writer.writeBoolean("draining", record.draining());
        writer.writeArrayOfInt32(
                STREAMS,
                record.streams().hashes().stream().mapToInt(Integer::intValue).toArray());
        writer.writeInt64(RUN, record.run());
        writer.writeInt32(RTMPS_PORT, record.ports().rtmps());
        writer.writeInt32(HTTPS_PORT, record.ports().https());
        writer.writeString(RELAY_HOST, record.hosts().relay());
        writer.writeString(PUBLIC_HOST, record.hosts().clients());
        writer.writeBoolean(REFUSES_RTMP, record.refusals().rtmp());
        writer.writeBoolean(REFUSES_HTTP, record.refusals().http());
        writer.writeBoolean(REFUSES_HLS, record.refusals().hls());
    }

    @Override
    public String getTypeName() {
        return "headwater.node";
    }

    @Override
    public Class<NodeRecord> getCompactClass() {
        return NodeRecord.class;
    }
}
