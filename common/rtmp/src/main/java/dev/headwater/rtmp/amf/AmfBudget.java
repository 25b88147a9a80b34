package dev.headwater.rtmp.amf;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;

/**
 * What is left of the {@link AmfLimits} for one message. Confined to its readers, which charge each value, name and
 * reference here; of no use after it has thrown.
 */
final class AmfBudget {
    private final AmfLimits limits;
    private final long maxDecodedBytes;

    private int nodes;
    private long decodedBytes;
    private int depth;
    /** Deepest level since the start of the innermost {@link Measure}. */
    private int deepest;

    AmfBudget(AmfLimits limits, int messageBytes) {
        this.limits = limits;
        this.maxDecodedBytes = Math.max(limits.minDecodedBytes(), (long) limits.maxExpansion() * messageBytes);
    }

    /** Charges one value. */
    void node() {
        nodes(1);
    }

    /** Refuses a container of more values than are left, before any of them is read. */
    void room(long values) {
        if (values > limits.maxNodes() - nodes) {
            throw over("more values than", limits.maxNodes(), "nodes");
        }
    }

    /** Charges text or a byte array. */
    void decoded(long bytes) {
        decodedBytes += bytes;
        if (decodedBytes > maxDecodedBytes) {
            throw over("text and bytes decode to more than", maxDecodedBytes, "bytes");
        }
    }

    /** Charges the name of a property or of a class. */
    void name(int bytes) {
        if (bytes > limits.maxKeyBytes()) {
            throw over("a name of " + bytes + " bytes is over", limits.maxKeyBytes(), "bytes");
        }
        decoded(bytes);
    }

    void enter() {
        depth++;
        reach(depth);
    }

    void leave() {
        depth--;
    }

    /** Starts to measure the value that is read next, which must {@link #stop} before the one around it does. */
    Measure start() {
        var measure = new Measure(nodes, decodedBytes, deepest);
        deepest = depth;
        return measure;
    }

    Cost stop(Measure measure) {
        var cost = new Cost(nodes - measure.nodes, decodedBytes - measure.decodedBytes, deepest - depth);
        deepest = Math.max(deepest, measure.deepest);
        return cost;
    }

    /** Charges a value once more, as if it stood here in full. */
    void charge(Cost cost) {
        reach(depth + cost.height);
        nodes(cost.nodes);
        decoded(cost.decodedBytes);
    }

    private void nodes(int count) {
        room(count);
        nodes += count;
    }

    private void reach(int level) {
        if (level > limits.maxDepth()) {
            throw over("containers nested deeper than", limits.maxDepth(), "levels");
        }
        deepest = Math.max(deepest, level);
    }

    private static ProtocolException over(String what, long limit, String unit) {
        return new ProtocolException(
                ProtocolError.AMF_LIMIT, "AMF message: %s the limit of %d %s".formatted(what, limit, unit));
    }

    /** Where the budget stood when a value began. */
    record Measure(int nodes, long decodedBytes, int deepest) {}

    /** What the inside of a value took, the value's own node left out. */
    record Cost(int nodes, long decodedBytes, int height) {}
}
