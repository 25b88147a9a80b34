package dev.headwater.server.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Wrong tokens by address: after {@value #MOST} within a second an address waits for a second. Of the {@value #ADDRESSES} that were
 * wrong last. Confined to one thread.
 */
final class Guesses {
    private static final int MOST = 5;
    private static final int ADDRESSES = 1_000;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final Map<String, Count> byAddress = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > ADDRESSES;
        }
    };

    /** @param sinceNanos when the first of them was, or the one from which on the address waits */
    private record Count(long sinceNanos, int wrong) {
        Count andOneMore(long now) {
            return new Count(wrong + 1 == MOST ? now : sinceNanos, wrong + 1);
        }
    }

    Guesses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void wrong(String address) {
        long now = nanoTime.getAsLong();
        byAddress.put(
                address,
                Optional.ofNullable(byAddress.remove(address))
                        .filter(count -> now - count.sinceNanos() < SECOND)
                        .map(count -> count.andOneMore(now))
                        .orElse(new Count(now, 1)));
    }

    boolean mustWait(String address) {
        var count = byAddress.get(address);
        return count != null && count.wrong() >= MOST && nanoTime.getAsLong() - count.sinceNanos() < SECOND;
    }
}
