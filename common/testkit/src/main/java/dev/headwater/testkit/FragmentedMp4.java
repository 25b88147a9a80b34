package dev.headwater.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A reader of fragmented MP4 of one track, written from ISO/IEC 14496-12 and from nothing of the product's: it takes what the
 * specification allows a player to rely on, and complains of everything else with an {@link AssertionError}.
 *
 * @param timescale units of a second in the times below
 * @param entry type of the sample entry, e.g. {@code avc1}
 * @param configuration types of the boxes in the sample entry
 */
public record FragmentedMp4(int timescale, String entry, List<String> configuration, List<Fragment> fragments) {
    private static final int VISUAL_ENTRY_BYTES = 78;
    private static final int AUDIO_ENTRY_BYTES = 28;

    /** @param baseTime decoding time of the first sample, as {@code tfdt} has it */
    public record Fragment(int sequence, long baseTime, List<Sample> samples) {
        /** When its last sample ends. */
        public long endTime() {
            return baseTime + samples.stream().mapToLong(Sample::duration).sum();
        }
    }

    /** @param bytes in hexadecimal digits */
    public record Sample(long decodingTime, long duration, long compositionTime, boolean isSync, String bytes) {}

    /** Reads an init segment and what follows it: media segments, one after another. */
    public static FragmentedMp4 read(byte[] init, byte[] media) {
        var moov = boxes(ByteBuffer.wrap(init)).only("moov");
        require(boxes(ByteBuffer.wrap(init)).names().equals(List.of("ftyp", "moov")), "init is not ftyp and moov");
        var mdia = moov.only("trak").only("mdia");
        int timescale = mdia.only("mdhd").body().getInt(12);
        boolean isVideo = mdia.only("hdlr").body().getInt(8) == 0x76696465; // "vide"
        var stsd = mdia.only("minf").only("stbl").only("stsd").body();
        require(stsd.getInt(4) == 1, "stsd has %d entries".formatted(stsd.getInt(4)));
        var entry = boxes(stsd.slice(8, stsd.limit() - 8)).all().getFirst();
        int fixed = isVideo ? VISUAL_ENTRY_BYTES : AUDIO_ENTRY_BYTES;
        var configuration =
                boxes(entry.body().slice(fixed, entry.body().limit() - fixed)).names();
        int defaultFlags = moov.only("mvex").only("trex").body().getInt(20);
        return new FragmentedMp4(timescale, entry.type(), configuration, fragments(media, defaultFlags));
    }

    private static List<Fragment> fragments(byte[] media, int defaultFlags) {
        var fragments = new ArrayList<Fragment>();
        var top = boxes(ByteBuffer.wrap(media)).all();
        int at = 0;
        for (int i = 0; i < top.size(); i++) {
            var box = top.get(i);
            if (box.type().equals("moof")) {
                require(i + 1 < top.size() && top.get(i + 1).type().equals("mdat"), "moof without mdat");
                fragments.add(fragment(
                        box, media, at, at + box.bytes(), top.get(i + 1).bytes(), defaultFlags));
            }
            at += box.bytes();
        }
        return fragments;
    }

    private static Fragment fragment(Box moof, byte[] media, int moofAt, int mdatAt, int mdatBytes, int defaultFlags) {
        int sequence = moof.only("mfhd").body().getInt(4);
        var traf = moof.only("traf");
        int tfhd = traf.only("tfhd").body().getInt(0);
        require(tfhd == 0x02_0000, "tfhd has flags %06x".formatted(tfhd)); // default-base-is-moof alone
        var tfdt = traf.only("tfdt").body();
        require(tfdt.get(0) == 1, "tfdt is of version " + tfdt.get(0));
        long base = tfdt.getLong(4);
        var run = traf.only("trun").body();
        int flags = run.getInt();
        require(flags >>> 24 == 1, "trun is of version " + (flags >>> 24));
        int count = run.getInt();
        require((flags & 1) != 0, "trun without data offset");
        int dataAt = moofAt + run.getInt();
        require(dataAt == mdatAt + 8, "data offset leads to %d, mdat's data is at %d".formatted(dataAt, mdatAt + 8));
        var samples = new ArrayList<Sample>();
        long time = base;
        for (int i = 0; i < count; i++) {
            long duration = Integer.toUnsignedLong(run.getInt());
            int size = run.getInt();
            int sampleFlags = (flags & 0x400) != 0 ? run.getInt() : defaultFlags;
            long composition = time + ((flags & 0x800) != 0 ? run.getInt() : 0);
            require(size > 0 && dataAt + size <= mdatAt + mdatBytes, "sample %d is not within mdat".formatted(i));
            String bytes = HexFormat.of().formatHex(media, dataAt, dataAt + size);
            samples.add(new Sample(time, duration, composition, (sampleFlags & 0x1_0000) == 0, bytes));
            time += duration;
            dataAt += size;
        }
        require(!run.hasRemaining(), "trun has more than its samples");
        require(dataAt == mdatAt + mdatBytes, "mdat has more than its samples");
        return new Fragment(sequence, base, samples);
    }

    /** All samples of all fragments. */
    public List<Sample> samples() {
        return fragments.stream()
                .flatMap(fragment -> fragment.samples().stream())
                .toList();
    }

    // ---- boxes -----------------------------------------------------------------------------------------------------

    private record Box(String type, ByteBuffer content) {
        /** A view of what is behind type and size, from its start. */
        ByteBuffer body() {
            return content.duplicate();
        }

        int bytes() {
            return content.limit() + 8;
        }

        Box only(String type) {
            return boxes(body()).only(type);
        }
    }

    private record Boxes(List<Box> all) {
        Box only(String type) {
            var found = all.stream().filter(box -> box.type().equals(type)).toList();
            require(found.size() == 1, "%d boxes %s among %s".formatted(found.size(), type, names()));
            return found.getFirst();
        }

        List<String> names() {
            return all.stream().map(Box::type).toList();
        }
    }

    private static Boxes boxes(ByteBuffer in) {
        var boxes = new ArrayList<Box>();
        while (in.hasRemaining()) {
            require(in.remaining() >= 8, "%d bytes behind the last box".formatted(in.remaining()));
            int size = in.getInt(in.position());
            require(size >= 8 && size <= in.remaining(), "box of %d bytes in %d".formatted(size, in.remaining()));
            var type = new byte[4];
            in.get(in.position() + 4, type);
            boxes.add(new Box(new String(type, US_ASCII), in.slice(in.position() + 8, size - 8)));
            in.position(in.position() + size);
        }
        return new Boxes(boxes);
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new AssertionError(complaint);
        }
    }
}
