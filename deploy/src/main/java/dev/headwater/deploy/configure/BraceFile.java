package dev.headwater.deploy.configure;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the syntax that nginx and SRS share: words that end with {@code ;} or open a block in braces; {@code #} begins a
 * comment; a word with blanks stands in quotes. Used by one thread.
 */
final class BraceFile {
    /** More than any configuration has, and less than a stack holds. */
    private static final int DEEPEST = 64;

    private final String name;
    private final String text;
    private int at;
    private int line = 1;

    private BraceFile(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /**
     * @param name of the file, for messages
     * @throws IllegalArgumentException with the line and what is wrong there
     */
    static List<Directive> parse(String name, String text) {
        return new BraceFile(name, text).block(0);
    }

    /** Up to the brace that ends it, or the end of the file. */
    private List<Directive> block(int depth) {
        if (depth > DEEPEST) {
            throw wrong(line, "blocks are nested deeper than %d".formatted(DEEPEST));
        }
        int begun = line;
        var directives = new ArrayList<Directive>();
        var words = new ArrayList<String>();
        int first = line;
        while (skipBlanks()) {
            char next = text.charAt(at);
            if (words.isEmpty()) {
                first = line;
            }
            switch (next) {
                case ';' -> {
                    at++;
                    if (!words.isEmpty()) {
                        directives.add(directive(words, List.of(), first));
                    }
                }
                case '{' -> {
                    at++;
                    if (words.isEmpty()) {
                        throw wrong(line, "a block without a name");
                    }
                    var named = List.copyOf(words);
                    directives.add(directive(named, block(depth + 1), first));
                    words.clear();
                }
                case '}' -> {
                    at++;
                    if (!words.isEmpty()) {
                        throw unended(first, words.getFirst());
                    }
                    if (depth == 0) {
                        throw wrong(line, "a } that closes nothing");
                    }
                    return directives;
                }
                default -> words.add(word());
            }
            if (next == ';') {
                words.clear();
            }
        }
        if (!words.isEmpty()) {
            throw unended(first, words.getFirst());
        }
        if (depth > 0) {
            throw wrong(begun, "a { that is not closed");
        }
        return directives;
    }

    private static Directive directive(List<String> words, List<Directive> block, int line) {
        return new Directive(words.getFirst(), words.subList(1, words.size()), block, line);
    }

    /** False at the end of the file. */
    private boolean skipBlanks() {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(next) || next == '\ufeff') {
                line += next == '\n' ? 1 : 0;
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private String word() {
        char quote = text.charAt(at);
        if (quote == '"' || quote == '\'') {
            return quoted(quote);
        }
        int begin = at;
        while (at < text.length() && !ends(text.charAt(at))) {
            // ${name} is one word
            at = text.startsWith("${", at) ? Math.max(at, text.indexOf('}', at)) + 1 : at + 1;
        }
        return text.substring(begin, Math.min(at, text.length()));
    }

    private static boolean ends(char next) {
        return Character.isWhitespace(next) || next == ';' || next == '{' || next == '}';
    }

    private String quoted(char quote) {
        int begun = line;
        var word = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == quote) {
                at++;
                return word.toString();
            }
            if (next == '\\' && at + 1 < text.length()) {
                at++;
            }
            line += text.charAt(at) == '\n' ? 1 : 0;
            word.append(text.charAt(at));
        }
        throw wrong(begun, "a %s that is not closed".formatted(quote));
    }

    private IllegalArgumentException unended(int where, String word) {
        String shown = word.replaceAll("\\s+", " ");
        return wrong(where, "'%.40s' does not end with ;".formatted(shown));
    }

    private IllegalArgumentException wrong(int where, String what) {
        return new IllegalArgumentException("%s: line %d: %s".formatted(name, where, what));
    }
}
