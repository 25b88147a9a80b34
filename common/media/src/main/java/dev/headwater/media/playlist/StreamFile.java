package dev.headwater.media.playlist;

import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.Rendition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file that a playlist names; names are written and read here. */
public sealed interface StreamFile {
    /** What is made of a rendition. */
    sealed interface OfRendition extends StreamFile {
        Rendition.Kind kind();
    }

    /** {@code video.m3u8}. */
    record Playlist(Rendition.Kind kind) implements OfRendition {}

    /** {@code video-init-00ff.mp4}. */
    record Init(Rendition.Kind kind, String id) implements OfRendition {}

    /** {@code video-17.m4s}. */
    record Whole(Rendition.Kind kind, long number) implements OfRendition {}

    /** {@code video-17.2.m4s}. */
    record Piece(Rendition.Kind kind, long number, int part) implements OfRendition {}

    /** {@code key-3}. */
    record Key(long number) implements StreamFile {}

    Pattern NAME = Pattern.compile("(?<kind>video|audio|main)"
            + "(?:(?<list>\\.m3u8)|-init-(?<init>[0-9a-f]{1,64})\\.mp4|-(?<number>\\d{1,15})(?:\\.(?<part>\\d{1,3}))?\\.(?:m4s|ts))"
            + "|key-(?<key>\\d{1,15})");

    /** Empty if it is the name of nothing here. */
    static Optional<StreamFile> read(String name) {
        var match = NAME.matcher(name);
        return match.matches()
                ? Optional.of(named(match)).filter(file -> file.name().equals(name))
                : Optional.empty();
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
        return match.group("part") == null
                ? new Whole(kind, number)
                : new Piece(kind, number, Integer.parseInt(match.group("part")));
    }

    /** As it stands in playlists. */
    default String name() {
        return switch (this) {
            case Playlist(Rendition.Kind kind) -> kind.word() + ".m3u8";
            case Init(Rendition.Kind kind, String id) -> "%s-init-%s.mp4".formatted(kind.word(), id);
            case Whole(Rendition.Kind kind, long number) ->
                kind.word() + "-" + number + (kind.container() == Container.TS ? ".ts" : ".m4s");
            case Piece(Rendition.Kind kind, long number, int part) ->
                "%s-%d.%d.m4s".formatted(kind.word(), number, part);
            case Key(long number) -> "key-" + number;
        };
    }

    private static Rendition.Kind kind(String word) {
        return switch (word) {
            case "video" -> Rendition.Kind.VIDEO;
            case "audio" -> Rendition.Kind.AUDIO;
            default -> Rendition.Kind.MAIN;
        };
    }

    /** All whole segments of fragmented MP4, as a manifest of DASH names them. */
    static String numbered(Rendition.Kind kind) {
        return kind.word() + "-$Number$.m4s";
    }
}
