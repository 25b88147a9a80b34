package dev.headwater.cluster.hazelcast;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/** Makes the merge policies that arrive from other members, by number and never by class name. */
final class MergePolicies implements DataSerializableFactory {
    static final int FACTORY_ID = 1935;
    static final int HIGHER_EPOCH_WINS = 1;

    @Override
    public IdentifiedDataSerializable create(int typeId) {
        if (typeId != HIGHER_EPOCH_WINS) {
            throw new HazelcastSerializationException("no merge policy %d".formatted(typeId));
        }
        return new HigherEpochWins();
    }
}
