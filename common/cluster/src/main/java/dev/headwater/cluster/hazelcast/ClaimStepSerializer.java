package dev.headwater.cluster.hazelcast;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.media.StreamKey;
import java.time.Duration;
import java.time.Instant;

/** The compact form of {@link ClaimStep}. */
final class ClaimStepSerializer implements CompactSerializer<ClaimStep> {
    @Override
    public ClaimStep read(CompactReader reader) {
        ClaimRequest request = new ClaimRequest(
                new StreamKey(Fields.string(reader, "app"), Fields.string(reader, "name")),
                Fields.string(reader, "originId"),
                Fields.string(reader, "relayHost"),
                reader.readInt32("relayPort"),
                Fields.string(reader, "zone"),
                ClaimPolicy.valueOf(Fields.string(reader, "policy")),
                reader.readInt64("seenEpoch"),
                Fields.newerString(reader, "publisherId"),
                Fields.newerInt64(reader, "ownEpoch"));
        return new ClaimStep(
                request,
                Instant.ofEpochMilli(reader.readInt64("startedAtMs")),
                Duration.ofMillis(Fields.newerInt64(reader, "silenceMs")),
                Fields.succession(reader));
    }

    @Override
    public void write(CompactWriter writer, ClaimStep step) {
        ClaimRequest request = step.request;
        writer.writeString("app", request.key().app());
        writer.writeString("name", request.key().name());
        writer.writeString("originId", request.originId());
        writer.writeString("relayHost", request.relayHost());
        writer.writeInt32("relayPort", request.relayPort());
        writer.writeString("zone", request.zone());
        writer.writeString("policy", request.policy().name());
        writer.writeInt64("seenEpoch", request.seenEpoch());
        writer.writeString("publisherId", request.publisherId());
        writer.writeInt64("ownEpoch", request.ownEpoch());
        writer.writeInt64("startedAtMs", step.startedAt.toEpochMilli());
        writer.writeInt64("silenceMs", step.silence.toMillis());
        Fields.write(writer, step.succession);
    }

    @Override
    public String getTypeName() {
        return "headwater.claim";
    }

    @Override
    public Class<ClaimStep> getCompactClass() {
        return ClaimStep.class;
    }
}
