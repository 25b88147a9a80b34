package dev.headwater.media.playlist;

import dev.headwater.media.format.TrackFormat;
import dev.headwater.media.segment.Rendition.Kind;
import dev.headwater.media.segment.SegmentPlan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The playlist of a stream's renditions (RFC 8216, 4.3.4). There is one variant: players do not choose, they learn what to expect.
 *
 * @param video empty if there is none
 * @param audio the same; one of both is there
 * @param bitsPerSecond on average
 * @param peakBitsPerSecond of the worst segment
 * @param picturesPerSecond 0 if unknown
 * @param independent whether each segment begins with a key frame
 */
public record MasterPlaylist(
        SegmentPlan plan,
        Optional<TrackFormat> video,
        Optional<TrackFormat> audio,
        long bitsPerSecond,
        long peakBitsPerSecond,
        double picturesPerSecond,
        boolean independent) {
    private static final String AUDIO_GROUP = "audio";

    /**
     * Writes it.
     *
     * @param folder where the media playlists are, seen from this one, with a slash at its end
     */
    public String text(String folder, Links links) {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n");
        if (independent) {
            text.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        boolean apart = variant() == Kind.VIDEO && audio.isPresent();
        if (apart) {
            text.append(
                    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"%s\",NAME=\"default\",DEFAULT=YES,AUTOSELECT=YES%s,URI=\"%s\"\n"
                            .formatted(
                                    AUDIO_GROUP,
                                    channels(),
                                    folder + links.playlist(new StreamFile.Playlist(Kind.AUDIO).name())));
        }
        text.append("#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\""
                .formatted(peakBitsPerSecond, bitsPerSecond, codecs()));
        video.filter(format -> format.width() > 0)
                .ifPresent(format -> text.append(",RESOLUTION=%dx%d".formatted(format.width(), format.height())));
        if (video.isPresent() && picturesPerSecond > 0) {
            text.append(String.format(Locale.ROOT, ",FRAME-RATE=%.3f", picturesPerSecond));
        }
        if (apart) {
            text.append(",AUDIO=\"" + AUDIO_GROUP + '"');
        }
        return text.append('\n')
                .append(folder)
                .append(links.playlist(new StreamFile.Playlist(variant()).name()))
                .append('\n')
                .toString();
    }

    private Kind variant() {
        return switch (plan.container()) {
            case TS -> Kind.MAIN;
            case FMP4 -> video.isPresent() ? Kind.VIDEO : Kind.AUDIO;
        };
    }

    private String channels() {
        int channels = audio.map(TrackFormat::channels).orElse(0);
        return channels > 0 ? ",CHANNELS=\"%d\"".formatted(channels) : "";
    }

    private String codecs() {
        List<TrackFormat> formats =
                Stream.of(video, audio).flatMap(Optional::stream).toList();
        return formats.stream().map(TrackFormat::rfc6381).collect(Collectors.joining(","));
    }
}
