package dev.headwater.cluster.hazelcast;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import java.util.concurrent.Callable;

/** Asks a member for an answer. It gives one to members alone: who was given up is told that it is none. */
record Ping() implements Callable<Boolean> {
    @Override
    public Boolean call() {
        return true;
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
