package dev.headwater.loadtest.measure;

/**
 * Players that read nothing once the server had let them play.
 *
 * @param players of the whole run
 * @param untilClosed from their first moment to the server's closing them; its count is how many it closed
 */
public record Stalled(long players, Times untilClosed) {
    public static final Stalled NONE = new Stalled(0, Times.NONE);

    public long closed() {
        return untilClosed.count();
    }
}
