package dev.headwater.media.playlist;

import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.InitFile;
import dev.headwater.media.segment.Rendition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file that a playlist names; names are written and read here. */
public sealed interface StreamFile {
    /** {@code video.m3u8}. */
    record Playlist(Rendition.Kind kind) implements StreamFile {}

    /** {@code video-init-00ff.mp4}. */
    record Init(Rendition.Kind kind, String id) implements StreamFile {}

    /** {@code video-17.m4s}. */
    record Whole(Rendition.Kind kind, long number, Container container) implements StreamFile {}

    /** {@code video-17.2.m4s}. */
    record Piece(Rendition.Kind kind, long number, int part) implements StreamFile {}

    /** {@code key-3}. */
    record Key(long number) implements StreamFile {}

    Pattern NAME = Pattern.compile("(?<kind>video|audio|main)"
            + "(?:(?<list>\\.m3u8)|-init-(?<init>[0-9a-f]{1,64})\\.mp4|-(?<number>\\d{1,15})(?:\\.(?<part>\\d{1,3}))?\\.(?<type>m4s|ts))"
            + "|key-(?<key>\\d{1,15})");

    /** Empty if it is the name of nothing here. */
    static Optional<StreamFile> read(String name) {
        var match = NAME.matcher(name);
        return match.matches() ? Optional.of(named(match)) : Optional.empty();
    }

    private static StreamFile named(Matcher match) {
        if (match.group("key") != null) {
            return new Key(Long.parseLong(match.group("key")));
        }
        var kind = kind(match.group("kind"));
        if (match.group("list") != null) {
            return new Playlist(kind);
        }
        if (match.group("init") != null) {
            return new Init(kind, match.group("init"));
        }
        long number = Long.parseLong(match.group("number"));
        var container = match.group("type").equals("ts") ? Container.TS : Container.FMP4;
        return match.group("part") == null
                ? new Whole(kind, number, container)
                : new Piece(kind, number, Integer.parseInt(match.group("part")));
    }

    private static Rendition.Kind kind(String word) {
        return switch (word) {
            case "video" -> Rendition.Kind.VIDEO;
            case "audio" -> Rendition.Kind.AUDIO;
            default -> Rendition.Kind.MAIN;
        };
    }

    static String playlist(Rendition.Kind kind) {
        return kind.word() + ".m3u8";
    }

    static String init(Rendition.Kind kind, InitFile init) {
        return "%s-init-%s.mp4".formatted(kind.word(), init.id());
    }

    static String segment(Rendition.Kind kind, long number) {
        return kind.word() + "-" + number + (kind == Rendition.Kind.MAIN ? ".ts" : ".m4s");
    }

    /** All whole segments of fragmented MP4, as a manifest of DASH names them. */
    static String numbered(Rendition.Kind kind) {
        return kind.word() + "-$Number$.m4s";
    }

    static String part(Rendition.Kind kind, long number, int part) {
        return kind.word() + "-" + number + "." + part + ".m4s";
    }

    static String key(long number) {
        return "key-" + number;
    }
}
