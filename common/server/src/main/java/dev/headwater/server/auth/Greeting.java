package dev.headwater.server.auth;

/** The answer to an {@link Arrival}. */
public sealed interface Greeting {
    /** For most clients: nobody in particular. */
    static Greeting comeIn() {
        return new Welcome("");
    }

    /** Whether it says that a password was right or wrong. */
    default boolean tellsOfAPassword() {
        return switch (this) {
            case Welcome(String user) -> !user.isEmpty();
            case Ask _ -> false;
            case Refuse _ -> true;
        };
    }

    /** @param user whose password the client has proved; empty if it was not asked */
    record Welcome(String user) implements Greeting {}

    /** The client is to connect again and say more: no fault of anybody. */
    record Ask(String text) implements Greeting {}

    /** @param explanation for our log */
    record Refuse(String text, String explanation) implements Greeting {}
}
