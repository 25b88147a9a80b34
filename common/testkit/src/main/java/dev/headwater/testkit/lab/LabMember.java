package dev.headwater.testkit.lab;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A member under test, in this process or another. Thread-safe. */
public interface LabMember extends AutoCloseable {
    String nodeId();

    /** Completes with how it sees its cluster. */
    CompletableFuture<Sight> sight();

    /** Completes with whether all backups are where they should be. */
    CompletableFuture<Boolean> safe();

    /** All see each other now: it may begin what it is here for. */
    default void begin() {}

    /** Ends it without a goodbye. */
    void kill();

    /** Its process, if it has one of its own: then it can be frozen. */
    Optional<ChildJvm> process();

    /**
     * @param members in sight
     * @param merging it is about to join another half
     */
    record Sight(int members, boolean merging) {}

    @Override
    default void close() {
        kill();
    }
}
