package dev.headwater.deploy.configure;

import dev.headwater.server.config.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code allow} and {@code deny} of nginx and SRS. Ours have no order: who is denied is out, and where somebody is allowed, all
 * others are out too. Used by one thread.
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

    /** Which of several rules holds. */
    enum Precedence {
        /** nginx: the first that fits, and whom none fits is let in. */
        FIRST,
        /** SRS: a {@code deny} wherever it stands, and whom none fits is not let in. */
        DENY
    }

    private final Precedence precedence;
    private final Action action;
    private final Imported imported;
    private final List<String> allowed = new ArrayList<>();
    private final List<String> denied = new ArrayList<>();
    private Optional<Boolean> rest = Optional.empty();
    private boolean closed;

    AccessList(Precedence precedence, Action action, Imported imported) {
        this.precedence = precedence;
        this.action = action;
        this.imported = imported;
    }

    /** Takes the next rule if it is for this action: {@code allow publish 10.0.0.0/8}, {@code deny all}. */
    void take(Directive rule) {
        boolean isReached = precedence == Precedence.DENY || rest.isEmpty(); // what follows "all" is not, with nginx
        if (!isReached || !isFor(rule)) {
            return;
        }
        boolean allows = rule.name().equals("allow");
        String who = rule.words().isEmpty() ? "" : rule.words().getLast();
        if (!who.equals("all")) {
            takeBlock(rule, allows, who);
        } else if (precedence == Precedence.DENY && !allows) {
            closed = true;
        } else {
            rest = Optional.of(allows);
        }
    }

    /** A rule of nginx that names no action is for all; with SRS it is for none. */
    private boolean isFor(Directive rule) {
        return switch (precedence) {
            case FIRST -> rule.words().size() < 2 || rule.words().contains(action.word());
            case DENY -> rule.word().equals(action.word());
        };
    }

    private void takeBlock(Directive rule, boolean allows, String who) {
        try {
            String block = Cidr.parse(who).toString();
            if (precedence == Precedence.FIRST && !allows && !allowed.isEmpty()) {
                imported.note(rule, "taken over, but here it holds over the 'allow' before it, too");
            }
            (allows ? allowed : denied).add(block);
        } catch (IllegalArgumentException e) {
            closed |= !allows; // whom it kept out must not come in
            imported.note(rule, e.getMessage() + (allows ? "" : "; not taken over, so nobody may " + action.word()));
        }
    }

    /** Tells the keys. @return whether anybody may at all */
    boolean write(Keys keys) {
        boolean othersMay = rest.orElse(precedence == Precedence.FIRST);
        if (closed || (!othersMay && allowed.isEmpty())) {
            return false;
        }
        if (!denied.isEmpty()) {
            keys.set("auth", action.word() + "-deny", denied);
        }
        if (!othersMay) {
            keys.set("auth", action.word() + "-allow", allowed);
        }
        return true;
    }
}
