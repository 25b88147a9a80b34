package dev.headwater.server.config;

import java.util.Set;
import java.util.regex.Pattern;

/** Which {@code HEADWATER_*} variables are not configuration keys and yet no mistake. */
final class EnvironmentNames {
    /** Read by the launcher script and the command line. */
    private static final Set<String> LAUNCHER = Set.of(
            "HEADWATER_HOME",
            "HEADWATER_JAVA",
            "HEADWATER_JAVA_OPTS",
            "HEADWATER_CONFIG",
            "HEADWATER_API",
            "HEADWATER_TOKEN");

    /** What Kubernetes tells each pod about a Service whose name begins with "headwater". */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".*_SERVICE_HOST|.*_SERVICE_PORT(_.*)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?");

    /** A Service named headwater-rtmp sets HEADWATER_RTMP_PORT too, to this. */
    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private EnvironmentNames() {}

    /** True if the variable is not meant for the configuration. */
    static boolean isForeign(String name, String value) {
        return !name.startsWith(ConfigKey.ENVIRONMENT_PREFIX)
                || LAUNCHER.contains(name)
                || SERVICE_LINK.matcher(name).matches()
                || (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches());
    }
}
