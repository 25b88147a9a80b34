package dev.headwater.deploy.configure;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One statement of a file in braces: {@code name word word;} or {@code name word { ... }}.
 *
 * @param block what stands in its braces; empty if it has none
 * @param line where it begins, from 1
 */
record Directive(String name, List<String> words, List<Directive> block, int line) {
    Directive {
        words = List.copyOf(words);
        block = List.copyOf(block);
    }

    /** The first word; empty if there is none. */
    String word() {
        return words.isEmpty() ? "" : words.getFirst();
    }

    /** Those of a name in the block. */
    Stream<Directive> all(String child) {
        return block.stream().filter(each -> each.name.equals(child));
    }

    /** The last one of a name in the block, which is the one that counts. */
    Optional<Directive> one(String child) {
        return all(child).reduce((before, last) -> last);
    }

    /** Whether it is {@code on}. */
    boolean isOn() {
        return word().equals("on");
    }

    /** As it was written, without its block. */
    String text() {
        return words.isEmpty() ? name : name + " " + String.join(" ", words);
    }
}
