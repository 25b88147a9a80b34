package dev.headwater.server.config;

import java.util.regex.Pattern;

/** A secret that addresses are signed with, shared with whoever makes them. {@link #toString} does not show it. */
public record SigningSecret(String text) {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e&&[^,#]]{32,256}");

    /** @throws IllegalArgumentException if it is too short to be one, or has other characters; the message does not quote it */
    public SigningSecret {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected a secret of 32 to 256 letters, digits and signs, without blanks, commas and #");
        }
    }

    @Override
    public String toString() {
        return "...";
    }
}
