package dev.headwater.server.auth;

/** The answer to a {@link ConnectRequest}. */
public sealed interface ConnectVerdict {
    /** For most clients: nobody in particular. */
    static ConnectVerdict accept() {
        return new Accepted("");
    }

    /** Whether it says that a password was right or wrong. */
    default boolean isAboutPassword() {
        return switch (this) {
            case Accepted(String user) -> !user.isEmpty();
            case Challenge _ -> false;
            case Rejected _ -> true;
        };
    }

    /** @param user whose password the client has proved; empty if it was not asked */
    record Accepted(String user) implements ConnectVerdict {}

    /** The client is to connect again and say more: no fault of anybody. */
    record Challenge(String text) implements ConnectVerdict {}

    /** @param explanation for our log */
    record Rejected(String text, String explanation) implements ConnectVerdict {}
}
