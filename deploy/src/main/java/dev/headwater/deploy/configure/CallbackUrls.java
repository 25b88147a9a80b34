package dev.headwater.deploy.configure;

import dev.headwater.deploy.configure.AccessList.Action;
import dev.headwater.server.config.HttpUrlConverter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The callbacks of nginx and SRS. Whom they asked is asked by ours; where that cannot be, nobody is let in, for an import must not
 * open what was watched. Used by one thread.
 */
final class CallbackUrls {
    /** By our keys, whom a callback may keep out; those that are not here only hear of it. */
    private static final Map<String, Set<Action>> DECIDE = Map.of(
            "on-connect", EnumSet.allOf(Action.class),
            "on-publish", EnumSet.of(Action.PUBLISH),
            "on-play", EnumSet.of(Action.PLAY),
            "on-update", EnumSet.allOf(Action.class));

    private final String format;
    private final Imported imported;
    private final Map<String, List<String>> urls = new TreeMap<>();
    private final Set<Action> refused = EnumSet.noneOf(Action.class);

    /** @param format as {@code hooks.format} names it */
    CallbackUrls(String format, Imported imported) {
        this.format = format;
        this.imported = imported;
    }

    /**
     * Takes a callback with its URLs.
     *
     * @param key ours, in {@code hooks}
     */
    void take(Directive callback, String key) {
        var all = callback.words().stream().map(CallbackUrls::asOurs).toList();
        if (!all.isEmpty() && all.stream().allMatch(CallbackUrls::canBeCalled)) {
            urls.put(key, all);
            return;
        }
        var decides = DECIDE.getOrDefault(key, Set.of());
        refused.addAll(decides);
        imported.note(
                callback,
                "hooks.%s cannot call it: expected a URL as http://host/path%s"
                        .formatted(key, decides.isEmpty() ? "" : "; so nobody is let in"));
    }

    /** With the scheme that nginx does without, and no comma, which would end it in a list of ours. */
    private static String asOurs(String url) {
        return (url.contains("://") ? url : "http://" + url).replace(",", "%2C");
    }

    private static boolean canBeCalled(String url) {
        try {
            return new HttpUrlConverter().convert(url) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    boolean isEmpty() {
        return urls.isEmpty();
    }

    /** Tells the keys of {@code hooks}. */
    void write(Keys keys) {
        if (!urls.isEmpty()) {
            keys.set("hooks", "format", format);
        }
        urls.forEach((key, all) -> keys.set("hooks", key, all));
    }

    /**
     * The word for {@code auth.publish} or {@code auth.play}.
     *
     * @param somebodyMay whether there is an address from where it is allowed
     */
    String mode(Action action, boolean somebodyMay) {
        if (!somebodyMay || refused.contains(action)) {
            return "refuse";
        }
        return urls.containsKey("on-" + action.word()) ? "hook" : "open";
    }
}
