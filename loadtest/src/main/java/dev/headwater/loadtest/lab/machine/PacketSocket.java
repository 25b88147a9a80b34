package dev.headwater.loadtest.lab.machine;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The frames of one interface as they pass (packet(7)): taken in whole, and put out. Each has a header in front that tells what
 * the kernel still has to do to it, checksum and segmentation ({@code PACKET_VNET_HDR}), so that it may go on at another interface
 * just as it came. {@link #take} blocks; one thread may take while another puts.
 */
final class PacketSocket implements AutoCloseable {
    /** The longest that the kernel hands out: 64 KiB yet to be segmented, and what stands in front. */
    static final int MOST_BYTES = (64 << 10) + 64;

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_VNET_HDR = 15;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int PACKET_STATISTICS = 6;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_SOCKET = 1;
    private static final int EAGAIN = 11;
    private static final short EVERY_PROTOCOL = 3;
    private static final int ADDRESS_BYTES = 20; // sockaddr_ll

    /** A group of pictures of several megabits that is sent at once; a kernel's own choice has room for three frames of 64 KiB. */
    private static final int QUEUE_BYTES = 4 << 20;

    private final int descriptor;

    /** The kernel's calls, as libc names them. */
    private interface Calls extends Library {
        Calls HERE = Native.load("c", Calls.class);

        int if_nametoindex(String name) throws LastErrorException;

        int socket(int domain, int type, int protocol) throws LastErrorException;

        int setsockopt(int socket, int level, int option, byte[] value, int length) throws LastErrorException;

        int getsockopt(int socket, int level, int option, byte[] value, IntByReference length)
                throws LastErrorException;

        int bind(int socket, byte[] address, int length) throws LastErrorException;

        int recv(int socket, byte[] bytes, long length, int flags) throws LastErrorException;

        int send(int socket, byte[] bytes, long length, int flags) throws LastErrorException;

        int close(int socket) throws LastErrorException;
    }

    private PacketSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Wants the right to raw packets in this network namespace. */
    static PacketSocket open(String name) throws IOException {
        int index = Calls.HERE.if_nametoindex(name); // Java's NetworkInterface knows only those with an address
        short protocol = Short.reverseBytes(EVERY_PROTOCOL); // of the network's order
        var opened = new PacketSocket(Calls.HERE.socket(AF_PACKET, SOCK_RAW, 0));
        try {
            opened.set(SOL_PACKET, PACKET_VNET_HDR, number(1));
            opened.set(SOL_PACKET, PACKET_IGNORE_OUTGOING, number(1));
            opened.set(
                    SOL_SOCKET,
                    SO_RCVTIMEO,
                    inNativeOrder(16).putLong(0).putLong(200_000).array());
            opened.makeRoom();
            byte[] address = inNativeOrder(ADDRESS_BYTES)
                    .putShort((short) AF_PACKET)
                    .putShort(protocol)
                    .putInt(index)
                    .array();
            Calls.HERE.bind(opened.descriptor, address, address.length);
            return opened;
        } catch (LastErrorException e) {
            opened.close();
            throw new IOException("packets of " + name, e);
        }
    }

    private void makeRoom() {
        try {
            set(SOL_SOCKET, SO_RCVBUFFORCE, number(QUEUE_BYTES));
        } catch (LastErrorException notOurs) { // only the machine's own root may have more than net.core.rmem_max
            set(SOL_SOCKET, SO_RCVBUF, number(QUEUE_BYTES));
        }
    }

    /** How many frames came since it was asked last for which the kernel had no room until they were taken. */
    int missed() {
        byte[] statistics = new byte[2 * Integer.BYTES];
        int _ = Calls.HERE.getsockopt(
                descriptor, SOL_PACKET, PACKET_STATISTICS, statistics, new IntByReference(statistics.length));
        return ByteBuffer.wrap(statistics).order(ByteOrder.nativeOrder()).getInt(Integer.BYTES);
    }

    private void set(int level, int option, byte[] value) {
        Calls.HERE.setsockopt(descriptor, level, option, value, value.length);
    }

    private static byte[] number(int value) {
        return inNativeOrder(Integer.BYTES).putInt(value).array();
    }

    private static ByteBuffer inNativeOrder(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    /** The length of the next frame, which is then in {@code bytes}; 0 if none came for a fifth of a second. */
    int take(byte[] bytes) throws IOException {
        try {
            return Calls.HERE.recv(descriptor, bytes, bytes.length, 0);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == EAGAIN) {
                return 0;
            }
            throw new IOException(e);
        }
    }

    void put(byte[] bytes) throws IOException {
        try {
            int _ = Calls.HERE.send(descriptor, bytes, bytes.length, 0);
        } catch (LastErrorException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        int _ = Calls.HERE.close(descriptor);
    }
}
