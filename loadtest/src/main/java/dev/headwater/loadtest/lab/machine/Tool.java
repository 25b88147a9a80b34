package dev.headwater.loadtest.lab.machine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The programs of the system that the lab wants, and where they come from. */
public enum Tool {
    IP("ip", "iproute2", true),
    TC("tc", "iproute2", true),
    SS("ss", "iproute2", false),
    IPTABLES("iptables", "iptables", true),
    UNSHARE("unshare", "util-linux", true),
    PRLIMIT("prlimit", "util-linux", false),
    DNSMASQ("dnsmasq", "dnsmasq-base", true),
    SYSCTL("sysctl", "procps", true),
    KILL("kill", "procps", false);

    private static final List<String> MORE_PLACES = List.of("/usr/sbin", "/sbin");

    private final String program;
    private final String debianPackage;
    private final boolean ofNetwork;

    Tool(String program, String debianPackage, boolean ofNetwork) {
        this.program = program;
        this.debianPackage = debianPackage;
        this.ofNetwork = ofNetwork;
    }

    /**
     * The line that tells which are missing, and what to install.
     *
     * @param network whether namespaces are to be made
     */
    public static Optional<String> missing(boolean network) {
        var missing = Stream.of(values())
                .filter(tool -> network || !tool.ofNetwork)
                .filter(tool -> tool.file().isEmpty())
                .toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("this machine has no %s: install the package %s"
                .formatted(
                        missing.stream().map(tool -> tool.program).collect(Collectors.joining(", no ")),
                        missing.stream()
                                .map(tool -> tool.debianPackage)
                                .distinct()
                                .collect(Collectors.joining(", "))));
    }

    /** Its whole path, for the folders of the administrator are not in every PATH. */
    String path() {
        return file().map(Path::toString).orElse(program);
    }

    private Optional<Path> file() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator, -1)), MORE_PLACES.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
