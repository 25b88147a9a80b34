package dev.headwater.testkit.history;

/**
 * An ownership of a name, in the total order of those: by number, then by owner.
 *
 * @param owner node id; empty if nobody has the name, and the number is kept
 */
public record Epoch(long number, String owner) {
    boolean outranks(Epoch other) {
        return number > other.number || (number == other.number && owner.compareTo(other.owner) > 0);
    }

    boolean isNobodys() {
        return owner.isEmpty();
    }

    @Override
    public String toString() {
        return number + "@" + owner;
    }
}
