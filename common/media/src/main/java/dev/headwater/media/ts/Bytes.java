package dev.headwater.media.ts;

import java.util.Arrays;

/** Bytes that grow at their end. Confined to its caller. */
final class Bytes {
    private byte[] array;
    private int size;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    void u8(int value) {
        room(1);
        array[size++] = (byte) value;
    }

    void u16(int value) {
        u8(value >> 8);
        u8(value);
    }

    void u32(int value) {
        u16(value >> 16);
        u16(value);
    }

    void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    void put(byte[] bytes, int from, int length) {
        room(length);
        System.arraycopy(bytes, from, array, size, length);
        size += length;
    }

    void fill(int value, int count) {
        room(count);
        Arrays.fill(array, size, size + count, (byte) value);
        size += count;
    }

    private void room(int count) {
        int needed = Math.addExact(size, count);
        if (needed > array.length) {
            array = Arrays.copyOf(
                    array, (int) Math.min(Math.max(needed, array.length * 3L / 2), Integer.MAX_VALUE - 8));
        }
    }

    int size() {
        return size;
    }

    /** Those written, at the start of a longer array that the next write may replace. */
    byte[] array() {
        return array;
    }

    byte[] toArray() {
        return Arrays.copyOf(array, size);
    }

    void clear() {
        size = 0;
    }
}
