package dev.headwater.server.role;

import dev.headwater.media.StreamKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * What a push tells the server that it connects to, so that a node of the same cluster knows the stream that it is of. A hash: other
 * servers learn nothing from it.
 *
 * @param text empty of who pushes nothing
 */
public record PushMark(String text) {
    /** Of the connect object. */
    public static final String PROPERTY = "headwaterPush";

    /** What the push is told if it leads back to its stream. */
    public static final String REFUSAL = "the push leads back to its own stream";

    public static final PushMark NONE = new PushMark("");

    /** @param run of the node that pushes, a random number */
    public static PushMark of(long run, StreamKey stream) {
        try {
            byte[] said = (Long.toHexString(run) + " " + stream).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(said);
            return new PushMark(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
