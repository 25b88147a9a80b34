package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Rule.Opinion;
import dev.headwater.server.auth.Verdict.Allowed;
import dev.headwater.server.auth.Verdict.Denied;
import dev.headwater.server.config.AppAuthConfig;
import dev.headwater.server.config.AuthConfig;
import dev.headwater.server.config.AuthMode;
import dev.headwater.server.config.AuthModes;
import dev.headwater.server.config.ClusterSecrets;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.SigningSecret;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All rules as they stand at one time. Immutable; replaced as a whole. */
public final class RuleBook {
    /** Said by who judges what no other rule knows. */
    private static final Set<Denial> BY_CALLBACK = EnumSet.of(Denial.HOOK_REFUSED, Denial.HOOK_FAILED);

    private static final String OWN_SECRET = FreshKey.make();

    /** Makes the names that stand for misplaced keys. */
    private static final SigningSecret STAND_INS = new SigningSecret(FreshKey.make());

    private static final Rule OPEN = attempt -> Future.succeededFuture(new Opinion.Allow(attempt.asked()));

    private final KeyTable keys;
    private final UserTable users;
    private final Callbacks callbacks;
    private final AppRules common;
    private final Map<String, AppRules> byApp;

    /** Those of one app. */
    private record AppRules(ActionRules publish, ActionRules play) {
        ActionRules of(Action action) {
            return switch (action) {
                case PUBLISH -> publish;
                case PLAY -> play;
            };
        }
    }

    /** @param any of which is enough, if the address may at all */
    private record ActionRules(AddressRule address, List<Rule> any) {
        boolean askForCredentials() {
            return !any.contains(OPEN);
        }
    }

    private RuleBook(
            KeyTable keys, UserTable users, Callbacks callbacks, AppRules common, Map<String, AppRules> byApp) {
        this.keys = keys;
        this.users = users;
        this.callbacks = callbacks;
        this.common = common;
        this.byApp = Map.copyOf(byApp);
    }

    /**
     * @param tokens empty if there are no keys for tokens
     * @throws IllegalArgumentException with what is wrong in a file or between keys
     */
    public static RuleBook of(
            NodeConfig config, AuthFiles.Texts texts, Optional<TokenRule> tokens, Callbacks callbacks) {
        var sources = new Sources(
                config.auth(),
                texts,
                new KeyTable(texts.keys(config.auth())),
                new UserTable(texts.users(config.auth()), nodeSecret(config), InstantSource.system()),
                tokens,
                callbacks);
        var byApp = new HashMap<String, AppRules>();
        config.apps().forEach((app, own) -> byApp.put(app, sources.rules(own.auth())));
        return new RuleBook(sources.keys, sources.users, callbacks, sources.rules(config.auth()), byApp);
    }

    /** What the nodes of a cluster share, so that the connections of one login may come to several; else this process's own. */
    private static String nodeSecret(NodeConfig config) {
        return ClusterSecrets.read(config.cluster()).stream().findFirst().orElse(OWN_SECRET);
    }

    /** What rules are made of. */
    private record Sources(
            AuthConfig common,
            AuthFiles.Texts texts,
            KeyTable keys,
            UserTable users,
            Optional<TokenRule> tokens,
            Callbacks callbacks) {
        AppRules rules(AppAuthConfig auth) {
            return new AppRules(
                    new ActionRules(
                            AddressRule.of(auth.publishAllow(), auth.publishDeny()),
                            rules(Action.PUBLISH, auth.publish(), auth)),
                    new ActionRules(
                            AddressRule.of(auth.playAllow(), auth.playDeny()), rules(Action.PLAY, auth.play(), auth)));
        }

        private List<Rule> rules(Action action, AuthModes modes, AppAuthConfig auth) {
            return modes.modes().stream().map(mode -> rule(action, mode, auth)).toList();
        }

        private Rule rule(Action action, AuthMode mode, AppAuthConfig auth) {
            return switch (mode) {
                case OPEN -> OPEN;
                case REFUSE -> closed(action);
                case KEYS -> keys;
                case ADOBE -> users;
                case HOOK -> callbacks;
                case SIGNED ->
                    new SignatureRule(texts.signingSecrets(auth), common.clockLeeway(), InstantSource.system());
                case JWT ->
                    tokens.orElseThrow(
                            () -> new IllegalArgumentException("jwt wants auth.jwt.keys-file or auth.jwt.jwks-url"));
            };
        }
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

    /** Those of that time. */
    Callbacks callbacks() {
        return callbacks;
    }

    /** For the log: what there is. */
    @Override
    public String toString() {
        return "stream keys: %d, users: %d".formatted(keys.size(), users.size());
    }

    /**
     * Asks encoders for user and password, where publishing takes them: not those who may not publish from where they are, and not
     * those who show something else that it takes. What they show is judged when they publish.
     */
    ConnectVerdict authoriseConnect(ConnectRequest request) {
        var client = request.client();
        var publish = byApp.getOrDefault(request.app(), common).publish;
        if (!publish.any.contains(users) || !publish.address.admits(client.address())) {
            return ConnectVerdict.accept();
        }
        boolean logsIn = client.parameter("authmod").isPresent();
        boolean isToLogIn = request.isEncoder() && publish.any.stream().noneMatch(rule -> rule.isShownBy(client));
        return logsIn || isToLogIn ? users.authoriseConnect(request) : ConnectVerdict.accept();
    }

    /** Whether somebody might guess what it takes. */
    boolean asksForCredentials(Attempt attempt) {
        return rules(attempt).askForCredentials();
    }

    /**
     * The same, of a stream that is not there, if a player has named a stream key: as any name that nobody publishes it is waited for,
     * and not found, so that nobody can try keys where players need none. Each key stands for a name of its own that nobody can know, the
     * same at each try: what is remembered of names does not tell keys from them.
     */
    Attempt withoutKey(Attempt attempt) {
        var asked = attempt.asked();
        return attempt.action() == Action.PLAY && keys.isKey(asked.name())
                ? attempt.of(
                        new StreamKey(asked.app(), "misplaced-key-" + Signature.of(STAND_INS, Action.PLAY, asked, "")))
                : attempt;
    }

    private ActionRules rules(Attempt attempt) {
        return byApp.getOrDefault(attempt.asked().app(), common).of(attempt.action());
    }

    /**
     * Asks the rules one after the other until one allows; else the first that denies is right, or a callback, which judges what
     * the others do not know. Completes on any thread.
     */
    Future<Verdict> decide(Attempt attempt) {
        var rules = rules(attempt);
        if (!rules.address.admits(attempt.client().address())) {
            return Future.succeededFuture(denied(
                    attempt,
                    Denial.ADDRESS,
                    "auth.%1$s-allow and auth.%1$s-deny do not let this address"
                            .formatted(attempt.action().word())));
        }
        if (keys.isKey(attempt.asked().name())) {
            // the key must not become a public name: not where somebody's encoder has the URL of another app, and not
            // where another rule would let him in as well
            return rules.any.contains(keys)
                    ? ask(List.of(keys), 0, attempt, new Opinion.Pass())
                    : Future.succeededFuture(
                            denied(attempt, Denial.MISPLACED_KEY, "a stream key stood where the name belongs"));
        }
        return ask(rules.any, 0, attempt, new Opinion.Pass());
    }

    /**
     * The same for somebody from where too many came with a bad credential: a signature or a token is looked at even so, for who
     * has a right one did not guess it, and may only live behind the same address as who does. They are looked at beside a right
     * key, too, though it lets nobody in now: the answer must not come sooner for it.
     */
    Future<Verdict> decideAmongGuesses(Attempt attempt, Denied otherwise) {
        var rules = rules(attempt);
        var beyondGuessing = rules.any.stream()
                .filter(rule -> !rule.isGuessable())
                .map(Rule::atOnce)
                .toList();
        if (!rules.address.admits(attempt.client().address())) {
            return Future.succeededFuture(otherwise);
        }
        boolean isKey = keys.isKey(attempt.asked().name());
        return ask(beyondGuessing, 0, attempt, new Opinion.Pass())
                .map(verdict -> verdict instanceof Allowed && !isKey ? verdict : otherwise);
    }

    private Future<Verdict> ask(List<Rule> rules, int next, Attempt attempt, Opinion before) {
        if (next == rules.size()) {
            return Future.succeededFuture(denied(attempt, before));
        }
        return rules.get(next).of(attempt).compose(opinion -> switch (opinion) {
            case Opinion.Allow(var name) -> Future.succeededFuture(new Allowed(name));
            case Opinion.Deny(Denial denial, String _)
            when before instanceof Opinion.Pass || BY_CALLBACK.contains(denial) ->
                ask(rules, next + 1, attempt, opinion);
            case Opinion.Deny _, Opinion.Pass _ -> ask(rules, next + 1, attempt, before);
        });
    }

    private Denied denied(Attempt attempt, Opinion opinion) {
        return opinion instanceof Opinion.Deny(Denial denial, String explanation)
                ? denied(attempt, denial, explanation)
                : denied(attempt, Denial.NO_CREDENTIAL, "no credentials");
    }

    Denied denied(Attempt attempt, Denial denial, String explanation) {
        return new Denied(
                denial,
                explanation,
                !keys.isEmpty() || callbacks.mayRename(attempt.asked().app()));
    }
}
