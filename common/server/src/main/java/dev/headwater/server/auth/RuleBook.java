package dev.headwater.server.auth;

import dev.headwater.server.auth.Rule.Opinion;
import dev.headwater.server.auth.Verdict.Allowed;
import dev.headwater.server.auth.Verdict.Denied;
import dev.headwater.server.config.AppAuthConfig;
import dev.headwater.server.config.AuthMode;
import dev.headwater.server.config.AuthModes;
import dev.headwater.server.config.NodeConfig;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All rules as they stand at one time. Immutable; replaced as a whole. */
public final class RuleBook {
    private final KeyTable keys;
    private final AppRules common;
    private final Map<String, AppRules> byApp;

    /** Those of one app. */
    private record AppRules(List<Rule> publish, List<Rule> play) {
        List<Rule> of(Action action) {
            return switch (action) {
                case PUBLISH -> publish;
                case PLAY -> play;
            };
        }
    }

    private RuleBook(KeyTable keys, AppRules common, Map<String, AppRules> byApp) {
        this.keys = keys;
        this.common = common;
        this.byApp = Map.copyOf(byApp);
    }

    /** @throws IllegalArgumentException with what is wrong in a file or between keys */
    public static RuleBook of(NodeConfig config, AuthFiles.Texts texts) {
        var keys = new KeyTable(texts.keys(config.auth()));
        var byApp = new HashMap<String, AppRules>();
        config.apps().forEach((app, own) -> byApp.put(app, rules(own.auth(), keys)));
        return new RuleBook(keys, rules(config.auth(), keys), byApp);
    }

    private static AppRules rules(AppAuthConfig auth, KeyTable keys) {
        return new AppRules(rules(Action.PUBLISH, auth.publish(), keys), rules(Action.PLAY, auth.play(), keys));
    }

    private static List<Rule> rules(Action action, AuthModes modes, KeyTable keys) {
        var rules = new ArrayList<Rule>();
        for (AuthMode mode : modes.modes()) {
            rules.add(
                    switch (mode) {
                        case OPEN -> attempt -> Future.succeededFuture(new Opinion.Allow(attempt.asked()));
                        case REFUSE -> closed(action);
                        case KEYS -> keys;
                    });
        }
        return List.copyOf(rules);
    }

    private static Rule closed(Action action) {
        var answer = Future.<Opinion>succeededFuture(new Opinion.Deny(
                Denial.CLOSED,
                switch (action) {
                    case PUBLISH ->
                        "auth.publish=refuse; auth.publish=keys would let those publish who have a stream key,"
                                + " auth.publish=open everybody: docs/access.md";
                    case PLAY -> "auth.play=refuse";
                }));
        return attempt -> answer;
    }

    /** For the log: what there is. */
    @Override
    public String toString() {
        return "stream keys: " + keys.size();
    }

    /** Asks the rules one after the other until one allows; else the first that denies is right. Completes on any thread. */
    Future<Verdict> decide(Attempt attempt) {
        var rules = byApp.getOrDefault(attempt.asked().app(), common).of(attempt.action());
        if (!rules.contains(keys) && keys.isKey(attempt.asked().name())) {
            // somebody's player has the encoder's URL, or his encoder another app's: the key must not become a public
            // name
            return Future.succeededFuture(
                    denied(new Opinion.Deny(Denial.MISPLACED_KEY, "a stream key stood where the name belongs")));
        }
        return ask(rules, 0, attempt, new Opinion.Pass());
    }

    private Future<Verdict> ask(List<Rule> rules, int next, Attempt attempt, Opinion before) {
        if (next == rules.size()) {
            return Future.succeededFuture(denied(before));
        }
        return rules.get(next).of(attempt).compose(opinion -> switch (opinion) {
            case Opinion.Allow(var name) -> Future.succeededFuture(new Allowed(name));
            case Opinion.Deny _ when before instanceof Opinion.Pass -> ask(rules, next + 1, attempt, opinion);
            case Opinion.Deny _, Opinion.Pass _ -> ask(rules, next + 1, attempt, before);
        });
    }

    private Denied denied(Opinion opinion) {
        boolean secret = !keys.isEmpty();
        return opinion instanceof Opinion.Deny(Denial denial, String explanation)
                ? new Denied(denial, explanation, secret)
                : new Denied(Denial.NO_CREDENTIAL, "no credentials", secret);
    }
}
