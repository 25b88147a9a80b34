package dev.headwater.loadtest.process;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The command line of this program once more: the same Java, class path and flags, as a child that ends with us. */
public final class OwnProgram {
    /** The flags of this JVM that only one process may have. */
    private static final List<String> NOT_FOR_CHILDREN = List.of(
            "-agentlib:", "-agentpath:", "-javaagent:", "-Dcom.sun.management.jmxremote", "-Xlog", "-XX:LogFile");

    /** The flags that say how large a JVM is and how it works, and not what it may do. */
    private static final List<String> OF_SIZE = List.of("-XX:", "-Xm", "-Xs");

    /** Those among them that belong to any size: an AOT cache is for one layout of objects. */
    private static final List<String> OF_ANY_SIZE =
            List.of("-XX:AOTCache=", "-XX:+UseCompactObjectHeaders", "-XX:-UseCompactObjectHeaders");

    private OwnProgram() {}

    /** As large as this one, with {@code flags} besides. The arguments of {@code mainClass} are to be added. */
    public static List<String> again(String mainClass, List<String> flags) {
        return command(mainClass, flag -> true, flags);
    }

    /** With {@code flags} in place of those that size this one, such as {@code -Xmx96m}. */
    public static List<String> sized(String mainClass, List<String> flags) {
        return command(
                mainClass,
                flag -> OF_ANY_SIZE.stream().anyMatch(flag::startsWith)
                        || OF_SIZE.stream().noneMatch(flag::startsWith),
                flags);
    }

    private static List<String> command(String mainClass, Predicate<String> wanted, List<String> flags) {
        var command =
                new ArrayList<>(List.of(String.join(File.separator, System.getProperty("java.home"), "bin", "java")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> NOT_FOR_CHILDREN.stream().noneMatch(flag::startsWith))
                .filter(wanted)
                .filter(flag -> !flag.startsWith("-D" + ParentWatch.PROPERTY))
                .forEach(command::add);
        command.addAll(flags);
        command.add("-D" + ParentWatch.PROPERTY + "=true");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        return command;
    }
}
