package dev.headwater.server.limits;

/** What the operator allows. Thread-safe. */
@FunctionalInterface
public interface LimitValues {
    /** @return 0 for any number */
    int most(Limit limit, String app);
}
