package dev.headwater.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.server.config.UserEntry;
import io.vertx.core.Future;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Users with passwords, by Adobe's authmod (rtmp.md 7.1), in which one login takes up to three connections. Nothing is remembered
 * between them: the challenge is the time, signed with a key that all nodes have, so each connection may come to another node. A challenge
 * that does not hold is answered with a new one: it tells nothing of a password. A user who does not exist is asked and refused as
 * one with a wrong password is, and always with the same salt, whoever else comes and goes. Immutable.
 *
 * <pre>
 *   connect                                        code=403 need auth
 *   connect ?authmod=adobe&user=U                  needauth, U's salt, a challenge
 *   connect ?authmod=adobe&user=U&response=R ...   welcome, or authfailed
 * </pre>
 */
final class UserTable implements Rule {
    private static final String REJECT = "[ AccessManager.Reject ] : ";
    private static final String NEED = REJECT + "[ code=403 need auth; authmod=adobe ] : ";
    private static final String QUERY = REJECT + "[ authmod=adobe ] : ?reason=";
    static final String FAILED = QUERY + "authfailed";
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern CHALLENGE = Pattern.compile("([0-9a-f]{16})([0-9a-f]{32})");
    private static final int SALT_DIGITS = 16;
    private static final int SIGN_DIGITS = 32;
    private static final String HMAC = "HmacSHA256";

    /** From one connection to the next. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, UserEntry> users;
    private final byte[] secret;
    private final InstantSource clock;

    /**
     * @param nodeSecret what nobody but the nodes knows. The users are no part of the key: whoever saw the salts of names change with
     *     them would know which names are nobody's
     * @throws IllegalArgumentException if a user stands twice
     */
    UserTable(List<UserEntry> entries, String nodeSecret, InstantSource clock) {
        var byName = new HashMap<String, UserEntry>();
        for (UserEntry entry : entries) {
            if (byName.put(entry.user(), entry) != null) {
                throw new IllegalArgumentException("the user %s stands twice".formatted(entry.user()));
            }
        }
        users = Map.copyOf(byName);
        secret = ("headwater-adobe-2\n" + nodeSecret).getBytes(UTF_8);
        this.clock = clock;
    }

    int size() {
        return users.size();
    }

    // ---- who is it? ---------------------------------------------------------------------------------------------

    ConnectVerdict authoriseConnect(ConnectRequest request) {
        String query = request.client().query();
        String user = value(query, "user");
        if (!value(query, "authmod").equals("adobe")) {
            return new ConnectVerdict.Challenge(NEED);
        }
        if (!USER.matcher(user).matches()) {
            return new ConnectVerdict.Rejected(FAILED, "no name of a user");
        }
        String response = value(query, "response");
        String opaque = value(query, "opaque");
        boolean right = isRight(user, response, opaque, value(query, "challenge"));
        if (response.isEmpty() || !isOurs(user, opaque)) {
            String challenge = challenge(user, HexFormat.of().toHexDigits(clock.millis()));
            return new ConnectVerdict.Challenge(QUERY + "needauth&user=" + user + "&salt=" + salt(user) + "&challenge="
                    + challenge + "&opaque=" + challenge);
        }
        return right
                ? new ConnectVerdict.Accepted(user)
                : new ConnectVerdict.Rejected(FAILED, "no such user, or the wrong password");
    }

    private boolean isRight(String user, String response, String opaque, String clientChallenge) {
        var entry = users.get(user);
        String verifier = entry == null ? hmac("nobody " + user) : entry.verifier();
        String expected = UserEntry.digest(verifier + opaque + clientChallenge);
        return MessageDigest.isEqual(expected.getBytes(UTF_8), response.getBytes(UTF_8)) && entry != null;
    }

    private boolean isOurs(String user, String challenge) {
        var form = CHALLENGE.matcher(challenge);
        if (!form.matches()) {
            return false;
        }
        long ageMs = clock.millis() - HexFormat.fromHexDigitsToLong(form.group(1));
        return MessageDigest.isEqual(challenge(user, form.group(1)).getBytes(UTF_8), challenge.getBytes(UTF_8))
                && Math.abs(ageMs) <= PATIENCE.toMillis(); // the clock of another node may be ahead
    }

    private String challenge(String user, String time) {
        return time + hmac("challenge " + user + " " + time).substring(0, SIGN_DIGITS);
    }

    private String salt(String user) {
        var entry = users.get(user);
        return entry == null ? hmac("salt " + user).substring(0, SALT_DIGITS) : entry.salt();
    }

    private String hmac(String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static String value(String query, String name) {
        return Attempt.parameter(query, name).orElse("");
    }

    // ---- may he? ------------------------------------------------------------------------------------------------

    @Override
    public Future<Opinion> of(Attempt attempt) {
        return Future.succeededFuture(judge(attempt));
    }

    @Override
    public boolean isGuessable() {
        return true;
    }

    private Opinion judge(Attempt attempt) {
        String user = attempt.client().user();
        var entry = users.get(user);
        if (entry == null) {
            return new Opinion.Deny(
                    Denial.NO_CREDENTIAL, "the client was not asked for a user: it did not say that it publishes");
        }
        return entry.streams().stream().anyMatch(streams -> streams.matches(attempt.asked()))
                ? new Opinion.Allow(attempt.asked())
                : new Opinion.Deny(Denial.NOT_FOR_THIS, "it is none of the streams of user=" + user);
    }
}
