package dev.headwater.deploy.configure;

import java.util.Optional;
import java.util.stream.Stream;

/** What holds for an application of nginx-rtmp: what it says itself, and what the blocks around it do. */
record NginxScope(Directive application, Directive server, Directive rtmp) {
    private Stream<Directive> inwardsOut() {
        return Stream.of(application, server, rtmp);
    }

    /** The innermost one of a name, which is the one that counts. */
    Optional<Directive> nearest(String name) {
        return inwardsOut().flatMap(block -> block.one(name).stream()).findFirst();
    }

    /** All {@code allow} and {@code deny} in the order in which nginx looks at them: its own, then those around. */
    Stream<Directive> rules() {
        return inwardsOut()
                .flatMap(block -> block.block().stream())
                .filter(each -> each.name().equals("allow") || each.name().equals("deny"));
    }
}
