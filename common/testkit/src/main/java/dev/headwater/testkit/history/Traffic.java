package dev.headwater.testkit.history;

import java.util.List;

/** Publishers, and who asks, at the members of a {@link dev.headwater.testkit.lab.Lab}, from its making on. Thread-safe. */
public interface Traffic {
    /** What all were told so far. */
    List<Call> calls();

    /** Nobody claims any more; who has a stream goes on with it. */
    void calmDown();

    /** What each member that lives names now, of each name: a {@link Call.Outcome.Settled}. One that does not answer is missing. */
    List<Call> settled();

    /** How many names there are. */
    int names();

    /** Nothing is asked any more. */
    void end();
}
