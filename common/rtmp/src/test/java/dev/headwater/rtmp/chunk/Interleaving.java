package dev.headwater.rtmp.chunk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A peer that cuts messages into chunks and mixes them, in every header form that the specification allows. Written
 * apart from the product's encoder, and less sensible.
 */
final class Interleaving {
    private static final int[] CSIDS = {2, 3, 6, 63, 64, 319, 320, 65_599};
    private static final int EXTENDED = 0xFF_FFFF;

    final List<Message> expected = new ArrayList<>();
    private final RandomGenerator random;
    private final boolean repeatExtendedTime;
    private final ByteBuf wire = Unpooled.buffer();
    private final Map<Integer, Track> tracks = new HashMap<>();
    private int chunkSize = 128;

    /** One chunk stream. */
    private static final class Track {
        Message message = new Message(0, 0, 0, "");
        byte[] payload = {};
        int sent;
        int rawTime;
        boolean used;
        boolean deltaKnown;
    }

    Interleaving(RandomGenerator random, boolean repeatExtendedTime) {
        this.random = random;
        this.repeatExtendedTime = repeatExtendedTime;
    }

    /** The bytes of {@code chunks} chunks, some messages unfinished in the end. */
    byte[] run(int chunks) {
        for (int i = 0; i < chunks; i++) {
            int csid = CSIDS[random.nextInt(CSIDS.length)];
            Track track = tracks.computeIfAbsent(csid, id -> new Track());
            if (track.sent < track.payload.length) {
                proceed(csid, track);
            } else if (csid == 2) {
                changeChunkSize(track);
            } else {
                begin(csid, track);
            }
        }
        return ByteBufUtil.getBytes(wire);
    }

    private void changeChunkSize(Track track) {
        int size = random.nextInt(repeatExtendedTime ? 1 : 4, 300);
        byte[] payload = Unpooled.copyInt(size).array();
        full(2, track, Message.of(1, 0, 0, payload));
        while (track.sent < payload.length) {
            proceed(2, track);
        }
        chunkSize = size;
    }

    private void begin(int csid, Track track) {
        int delta = delta();
        byte[] payload = payload(random.nextInt(5) == 0 ? 0 : random.nextInt(600), delta);
        int form = track.used ? random.nextInt(4) : random.nextInt(2);
        Message last = track.message;
        switch (form) {
            case 0 -> full(csid, track, Message.of(random.nextInt(3, 256), random.nextInt(), delta, payload));
            case 1 -> {
                Message next = Message.of(random.nextInt(3, 256), last.streamId(), last.timestamp() + delta, payload);
                basicHeader(1, csid);
                wire.writeMedium(field(delta)).writeMedium(payload.length).writeByte(next.typeId());
                send(track, next, delta, true);
            }
            case 2 -> {
                payload = payload(track.payload.length, delta);
                basicHeader(2, csid);
                wire.writeMedium(field(delta));
                send(track, Message.of(last.typeId(), last.streamId(), last.timestamp() + delta, payload), delta, true);
            }
            default -> {
                if (!track.deltaKnown) { // what it means behind format 0 is not this test's subject
                    full(csid, track, Message.of(9, 1, delta, payload));
                    return;
                }
                basicHeader(3, csid);
                int time = last.timestamp() + track.rawTime;
                send(track, Message.of(last.typeId(), last.streamId(), time, track.payload), track.rawTime, true);
            }
        }
    }

    private void full(int csid, Track track, Message message) {
        basicHeader(0, csid);
        wire.writeMedium(field(message.timestamp()))
                .writeMedium(message.bytes().length)
                .writeByte(message.typeId())
                .writeIntLE(message.streamId());
        send(track, message, message.timestamp(), false);
    }

    private void send(Track track, Message message, int rawTime, boolean deltaKnown) {
        if (field(rawTime) == EXTENDED) {
            wire.writeInt(rawTime);
        }
        track.message = message;
        track.payload = message.bytes();
        track.sent = 0;
        track.rawTime = rawTime;
        track.used = true;
        track.deltaKnown = deltaKnown;
        payloadOf(track);
    }

    private void proceed(int csid, Track track) {
        basicHeader(3, csid);
        if (repeatExtendedTime && field(track.rawTime) == EXTENDED) {
            wire.writeInt(track.rawTime);
        }
        payloadOf(track);
    }

    private void payloadOf(Track track) {
        int count = Math.min(chunkSize, track.payload.length - track.sent);
        wire.writeBytes(track.payload, track.sent, count);
        track.sent += count;
        if (track.sent == track.payload.length) {
            expected.add(track.message);
        }
    }

    private void basicHeader(int form, int csid) {
        if (csid < 64) {
            wire.writeByte(form << 6 | csid);
        } else if (csid < 320 && random.nextBoolean()) {
            wire.writeByte(form << 6).writeByte(csid - 64);
        } else {
            wire.writeByte(form << 6 | 1).writeShortLE(csid - 64);
        }
    }

    private static int field(int time) {
        return Integer.compareUnsigned(time, EXTENDED) < 0 ? time : EXTENDED;
    }

    private int delta() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextInt(EXTENDED - 2, EXTENDED + 3);
            default -> random.nextInt(100);
        };
    }

    /**
     * Some payloads look like the extended timestamp that may or may not precede them, but never for four bytes, and
     * never at their end, where the next header could complete it (nor are chunks shorter than it): then nobody could
     * tell.
     */
    private byte[] payload(int length, int rawTime) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        byte[] time = Unpooled.copyInt(rawTime).array();
        if (random.nextBoolean()) {
            for (int i = 0; i < length; i++) {
                payload[i] = (byte) (i % 4 == 3 ? ~time[3] : time[i % 4]);
            }
        }
        if (length > 0) {
            while (Unpooled.wrappedBuffer(time).indexOf(0, time.length, payload[length - 1]) >= 0) {
                payload[length - 1]++;
            }
        }
        return payload;
    }
}
