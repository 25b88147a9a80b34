package dev.headwater.server.control;

/** A message or a request that is not as it should be. The fault is its sender's; the texts are for him. */
final class MessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_VALUE = 300;

    private final String value;

    /**
     * @param problem what is wrong, with the limit if it is one
     * @param value what was sent; cut if it is long
     */
    MessageException(String problem, Object value) {
        super(problem);
        String text = String.valueOf(value);
        this.value = text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "...";
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    String value() {
        return value;
    }
}
