package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class NotifySocketTest {
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void itIsToldAtItsSocket() throws InterruptedException {
        var path = folder.resolve("notify").toString();
        listen(new DomainSocketAddress(path));
        var manager = NotifySocket.at(Optional.of(path));

        manager.tell(NotifySocket.READY);
        assertThat(told.poll(40, TimeUnit.SECONDS)).isEqualTo("READY=1");
        manager.tell(NotifySocket.STOPPING);
        assertThat(told.poll(40, TimeUnit.SECONDS)).isEqualTo("STOPPING=1");
    }

    @Test
    void itsSocketMayHaveNoFile() throws InterruptedException {
        var name = "headwater-" + UUID.randomUUID();
        listen(new DomainSocketAddress("\0" + name));

        NotifySocket.at(Optional.of("@" + name)).tell(NotifySocket.READY);
        assertThat(told.poll(40, TimeUnit.SECONDS)).isEqualTo("READY=1");
    }

    private void listen(DomainSocketAddress address) {
        new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        told.add(packet.content().toString(StandardCharsets.UTF_8));
                    }
                })
                .bind(address)
                .syncUninterruptibly();
    }
}
