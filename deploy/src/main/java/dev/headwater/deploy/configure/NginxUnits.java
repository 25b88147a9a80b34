package dev.headwater.deploy.configure;

/** nginx's units in the words of our configuration; what is none of them is left as it is, for the check to refuse. */
final class NginxUnits {
    private NginxUnits() {}

    /** {@code 10s}, {@code 5m}, {@code 500ms}, or seconds without a unit. */
    static String time(String text) {
        return text.matches("\\d+") ? text + "s" : text;
    }

    /** {@code 1M}, {@code 512k}, or bytes. */
    static String size(String text) {
        return text.replaceFirst("(?i)k$", "KiB").replaceFirst("(?i)m$", "MiB");
    }
}
