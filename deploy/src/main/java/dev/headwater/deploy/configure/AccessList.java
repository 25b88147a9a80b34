package dev.headwater.deploy.configure;

import dev.headwater.server.config.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The {@code allow} and {@code deny} of nginx and SRS, of which the first that fits decides. Ours have no order: who is denied is
 * out, and where somebody is allowed, all others are out too. Used by one thread.
 */
final class AccessList {
    /** As we name it. */
    enum Action {
        PUBLISH,
        PLAY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Action action;
    private final Imported imported;
    private final List<String> allowed = new ArrayList<>();
    private final List<String> denied = new ArrayList<>();
    private Optional<Boolean> rest = Optional.empty();

    AccessList(Action action, Imported imported) {
        this.action = action;
        this.imported = imported;
    }

    /** Takes the next rule if it is for this action: {@code allow publish 10.0.0.0/8}, {@code deny all}. */
    void take(Directive rule) {
        boolean isFor = rule.words().stream().noneMatch(word -> word.equals("publish") || word.equals("play"))
                || rule.words().contains(action.word());
        if (!isFor || rest.isPresent()) {
            return; // what follows "all" is never reached
        }
        boolean allows = rule.name().equals("allow");
        String who = rule.words().isEmpty() ? "all" : rule.words().getLast();
        if (who.equals("all") || who.equals("any")) {
            rest = Optional.of(allows);
            return;
        }
        try {
            String block = Cidr.parse(who).toString();
            if (!allows && !allowed.isEmpty()) {
                imported.note(rule, "taken over, but here it holds over the 'allow' before it, too");
            }
            (allows ? allowed : denied).add(block);
        } catch (IllegalArgumentException e) {
            imported.note(rule, e.getMessage() == null ? "no address" : e.getMessage());
        }
    }

    /** Tells the keys. @return whether anybody may at all */
    boolean write(BiConsumer<String, List<String>> keys) {
        boolean othersMay = rest.orElse(true);
        if (!denied.isEmpty()) {
            keys.accept(action.word() + "-deny", denied);
        }
        if (!othersMay && !allowed.isEmpty()) {
            keys.accept(action.word() + "-allow", allowed);
        }
        return othersMay || !allowed.isEmpty();
    }
}
