package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What of {@link AuthConfig} may be turned for one app. */
@Doc("Who may do what.")
public interface AppAuthConfig {
    @Doc("Who may publish: `refuse` is nobody, `open` is everybody who reaches the port. Or a list of `signed`, `jwt`,"
            + " `keys`, `adobe` and `hook`, any of which is enough: who has a signed address, a token, the stream's key, a user's"
            + " password, whom a callback lets in.")
    @WithDefault("refuse")
    @WithConverter(PublishModesConverter.class)
    AuthModes publish();

    @Doc(
            "Who may play: `refuse` is nobody, `open` is everybody who reaches the port; or a list of `signed`, `jwt` and `hook`.")
    @WithDefault("open")
    @WithConverter(PlayModesConverter.class)
    AuthModes play();

    @Doc(
            "Secrets that addresses are signed with, 32 characters or more; any of them may have signed. Better in a file.")
    @Secret
    Optional<List<@WithConverter(SigningSecretConverter.class) SigningSecret>> signingSecrets();

    @Doc("A file with more of them, one a line; `#` begins a comment. It is read again when it changes.")
    Optional<@WithConverter(PathConverter.class) Path> signingSecretsFile();

    @Doc(
            "Addresses from which alone somebody may publish, as `10.0.0.0/8` or `2001:db8::/32`; empty is from everywhere.")
    Optional<List<@WithConverter(CidrConverter.class) Cidr>> publishAllow();

    @Doc("Addresses from which nobody may, even if they are among those that may.")
    Optional<List<@WithConverter(CidrConverter.class) Cidr>> publishDeny();

    @Doc("The same for playing.")
    Optional<List<@WithConverter(CidrConverter.class) Cidr>> playAllow();

    @Doc("The same for playing.")
    Optional<List<@WithConverter(CidrConverter.class) Cidr>> playDeny();
}
