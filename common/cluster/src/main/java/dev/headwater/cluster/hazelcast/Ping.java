package dev.headwater.cluster.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a member whether it is sure of who is there. It answers members alone: who was given up is told that it is none.
 */
@SuppressWarnings("serial") // travels in its compact form only; Java serialisation is off
final class Ping implements Callable<Boolean>, HazelcastInstanceAware {
    private static final String ANSWER = Ping.class.getName();

    private transient @Nullable HazelcastInstance asked;

    /** What is answered at {@code member}. */
    static void answer(HazelcastInstance member, BooleanSupplier isSure) {
        member.getUserContext().put(ANSWER, isSure);
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance hazelcast) {
        asked = hazelcast;
    }

    @Override
    public Boolean call() {
        return asked != null
                && asked.getUserContext().get(ANSWER) instanceof BooleanSupplier isSure
                && isSure.getAsBoolean();
    }

    /** Its compact form. */
    static final class Serializer implements CompactSerializer<Ping> {
        @Override
        public Ping read(CompactReader reader) {
            return new Ping();
        }

        @Override
        public void write(CompactWriter writer, Ping ping) {
            writer.writeBoolean("ping", true);
        }

        @Override
        public String getTypeName() {
            return "headwater.ping";
        }

        @Override
        public Class<Ping> getCompactClass() {
            return Ping.class;
        }
    }
}
