package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may do what. */
@Doc("Who may do what; [access.md](access.md) tells how. Decided once, at the node that the client comes to.")
public interface AuthConfig extends AppAuthConfig {
    @Doc(
            "Stream keys, each `app/name sha256:hash` as `headwater key new` prints it. A stream may have several. A key of `app/*`"
                    + " or `app/begin*` comes beside the name, as `?key=`.")
    @Secret
    Optional<List<@WithConverter(KeyEntryConverter.class) KeyEntry>> keys();

    @Doc("A file with more of them, one a line; `#` begins a comment. It is read again when it changes.")
    Optional<@WithConverter(PathConverter.class) Path> keysFile();

    @Doc(
            "Users for `adobe`, each `name app/name ... adobe:salt:hash` as `headwater key user` prints it. The hash is as good as the"
                    + " password: better in a file.")
    @Secret
    Optional<List<@WithConverter(UserEntryConverter.class) UserEntry>> users();

    @Doc("A file with more of them, one a line; `#` begins a comment. It is read again when it changes.")
    Optional<@WithConverter(PathConverter.class) Path> usersFile();

    @Doc("How long after the question a refusal is answered, whatever the reason, so that its time tells nothing.")
    @WithDefault("500ms")
    @Range(min = "0s", max = "10s")
    Duration refusalDelay();

    @Doc("Most refusals that wait for that moment; further ones are answered at once.")
    @WithDefault("1000")
    @Range(min = "0", max = "1000000")
    int maxWaitingRefusals();

    @Doc(
            "Wrong keys, signatures and tokens that an address may send at once before it is not listened to; 0 sets no limit.")
    @WithDefault("20")
    @Range(min = "0", max = "10000")
    int guessBurst();

    @Doc("Time after which it may send one more.")
    @WithDefault("1s")
    @Range(min = "10ms", max = "1h")
    Duration guessRefill();

    @Doc("Most addresses whose wrong ones are remembered; an IPv6 address counts as its /64.")
    @WithDefault("10000")
    @Range(min = "1", max = "10000000")
    int maxGuessingAddresses();

    @Doc("How far the clocks of those who sign addresses and tokens may be from ours.")
    @WithDefault("1m")
    @Range(min = "0s", max = "10m")
    Duration clockLeeway();

    JwtConfig jwt();
}
