package dev.headwater.server.launch;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.vertx.core.transport.Transport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A transport that remembers every connection made over it, whichever side opened it. Thread-safe. */
final class ChannelWatch implements Transport {
    private final Transport transport;
    private final List<Channel> connections = new CopyOnWriteArrayList<>();

    ChannelWatch(Transport transport) {
        this.transport = transport;
    }

    List<Channel> connections() {
        return connections;
    }

    @Override
    public String name() {
        return transport.name();
    }

    @Override
    public boolean available() {
        return transport.available();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return transport.unavailabilityCause();
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        var real = transport.implementation();
        var type = io.vertx.core.spi.transport.Transport.class;
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> watched(method, invoke(real, method, arguments))));
    }

    private static Object invoke(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private Object watched(Method method, Object result) {
        return switch (method.getName()) {
            case "channelFactory" -> opened((ChannelFactory<?>) result);
            case "serverChannelFactory" -> accepted((ChannelFactory<?>) result);
            default -> result;
        };
    }

    private ChannelFactory<Channel> opened(ChannelFactory<?> factory) {
        return () -> {
            Channel channel = factory.newChannel();
            connections.add(channel);
            return channel;
        };
    }

    private ChannelFactory<ServerChannel> accepted(ChannelFactory<?> factory) {
        return () -> {
            var server = (ServerChannel) factory.newChannel();
            server.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object child) {
                    connections.add((Channel) child);
                    context.fireChannelRead(child);
                }
            });
            return server;
        };
    }
}
