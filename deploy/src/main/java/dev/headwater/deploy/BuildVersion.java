package dev.headwater.deploy;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar, and the Java that runs it. */
final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(HeadwaterCommand.class.getPackage().getImplementationVersion())
                .orElse("(not from a jar)");
        return new String[] {"headwater " + version, "Java " + Runtime.version() + ", " + System.getProperty("os.name")
        };
    }
}
