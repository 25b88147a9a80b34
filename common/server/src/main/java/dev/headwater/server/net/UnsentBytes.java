package dev.headwater.server.net;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;

/** What the kernel takes of a slow reader's bytes before it says that it is full. */
public final class UnsentBytes {
    /** The kernel fills one of these once it has begun it, for the network card to cut. */
    private static final int SEGMENT_BYTES = 64 << 10;

    private UnsentBytes() {}

    /** Without a low mark on unsent bytes the kernel swallows megabytes for a slow reader, unseen by the fan-out. */
    public static void limit(Channel channel, long bytes) {
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, bytes);
        } else if (channel instanceof IoUringSocketChannel) {
            channel.config().setOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, bytes);
        }
    }

    /** The most that the kernel holds unsent behind such a mark. */
    public static long most(long bytes) {
        return bytes + SEGMENT_BYTES;
    }
}
