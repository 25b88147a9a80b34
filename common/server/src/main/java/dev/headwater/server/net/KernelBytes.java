package dev.headwater.server.net;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;

/** What the kernel has of a player's bytes, where our own queue does not see them. Confined to the connection's event loop. */
public final class KernelBytes {
    private final Channel channel;
    private final long notSentLowat;

    /**
     * Sets {@code TCP_NOTSENT_LOWAT}: without a low mark the kernel swallows megabytes of unsent bytes for a slow reader.
     *
     * @param notSentLowat the mark, in bytes
     */
    public KernelBytes(Channel channel, long notSentLowat) {
        this.channel = channel;
        this.notSentLowat = notSentLowat;
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, notSentLowat);
        } else if (channel instanceof IoUringSocketChannel) {
            channel.config().setOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, notSentLowat);
        }
    }

    /** Those that wait for the peer's acknowledgement, and of unsent ones as many as the mark lets through. A call of the kernel. */
    public long held() {
        return notSentLowat + sentBytes();
    }

    private long sentBytes() {
        if (!channel.isOpen()) {
            return 0;
        }
        return switch (channel) {
            case EpollSocketChannel epoll -> {
                var info = epoll.tcpInfo();
                yield info.unacked() * info.sndMss();
            }
            case IoUringSocketChannel uring -> {
                var info = uring.tcpInfo();
                yield info.unacked() * info.sndMss();
            }
            default -> 0;
        };
    }
}
