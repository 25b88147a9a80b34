package dev.headwater.server.launch;

import java.util.Optional;

/** The version that the build wrote into the jar. */
final class Version {
    /** For example {@code 1.2.0}; {@code development} if the classes are not from a jar. */
    static final String TEXT = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("development");

    private Version() {}
}
