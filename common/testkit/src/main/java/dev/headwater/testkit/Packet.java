package dev.headwater.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One packet of a recording, as ffmpeg's {@code framemd5} names it.
 *
 * @param stream index of the stream in the recording
 * @param dtsMs decode time in the recording
 * @param md5 of the packet's bytes
 */
public record Packet(int stream, Medium medium, long dtsMs, long ptsMs, int bytes, String md5) {
    /** What a stream carries. */
    public enum Medium {
        AUDIO,
        VIDEO,
        OTHER
    }

    /** Only the packets of one medium. */
    public static List<Packet> only(Medium medium, List<Packet> packets) {
        return packets.stream().filter(packet -> packet.medium() == medium).toList();
    }

    /** The hashes in order. A player that joined late must have got a run of the publisher's. */
    public static List<String> hashes(List<Packet> packets) {
        return packets.stream().map(Packet::md5).toList();
    }

    /**
     * Whether packets are a run of those that an encoder publishes over and over.
     *
     * @return empty if so, else where they leave the longest one
     */
    public static Optional<String> breakInRun(List<Packet> packets, List<Packet> published) {
        var got = hashes(packets);
        var round = hashes(published);
        int longest = 0;
        int next = 0;
        for (int start = 0; start < round.size(); start++) {
            int length = 0;
            while (length < got.size() && got.get(length).equals(round.get((start + length) % round.size()))) {
                length++;
            }
            if (length > longest) {
                longest = length;
                next = (start + length) % round.size();
            }
        }
        if (longest == got.size()) {
            return Optional.empty();
        }
        var stray = packets.get(longest);
        return Optional.of("packet %d of %d, at %d ms, should be %d of the %d published and is %d"
                .formatted(longest, got.size(), stray.dtsMs(), next, round.size(), round.indexOf(stray.md5())));
    }

    /** Reads what {@code -f framemd5} wrote. */
    static List<Packet> parse(List<String> lines) {
        var media = new ArrayList<Medium>();
        var packets = new ArrayList<Packet>();
        for (String line : lines) {
            if (line.startsWith("#media_type ")) {
                media.add(line.endsWith("video") ? Medium.VIDEO : line.endsWith("audio") ? Medium.AUDIO : Medium.OTHER);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                var fields = line.split("\\s*,\\s*", -1);
                int stream = Integer.parseInt(fields[0].strip());
                packets.add(new Packet(
                        stream,
                        media.get(stream),
                        Long.parseLong(fields[1]),
                        Long.parseLong(fields[2]),
                        Integer.parseInt(fields[4]),
                        fields[5]));
            }
        }
        return packets;
    }
}
