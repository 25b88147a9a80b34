package dev.headwater.deploy.operate;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What an operator typed, as a part of a URL's path. */
final class PathText {
    private PathText() {}

    /** A stream: the slashes of its app are a part of it. */
    static String ofStream(String typed) {
        int slash = typed.lastIndexOf('/');
        return slash < 0
                ? of(typed)
                : URLEncoder.encode(typed.substring(0, slash), StandardCharsets.UTF_8)
                                .replace("+", "%20")
                        + of(typed.substring(slash));
    }

    /** Slashes stay what they are: ids of clients have them. */
    static String of(String typed) {
        return Arrays.stream(typed.split("/", -1))
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
