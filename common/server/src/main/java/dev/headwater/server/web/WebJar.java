package dev.headwater.server.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Properties;

/** Where the files of somebody else's script are: in a WebJar, in a folder that is named by its version. */
public final class WebJar {
    private WebJar() {}

    /**
     * The resource of {@code file}.
     *
     * @param group of Maven, such as {@code org.webjars.npm}
     * @throws IllegalStateException if there is no such WebJar on the class path
     */
    public static String resource(String group, String artifact, String file) {
        var pom = new Properties();
        try (var in = find("/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact))
                .openStream()) {
            pom.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "/META-INF/resources/webjars/%s/%s/%s".formatted(artifact, pom.getProperty("version"), file);
    }

    /** @throws IllegalStateException if it is not on the class path */
    static URL find(String resource) {
        var found = WebJar.class.getResource(resource);
        if (found == null) {
            throw new IllegalStateException(resource + " is not on the class path");
        }
        return found;
    }
}
