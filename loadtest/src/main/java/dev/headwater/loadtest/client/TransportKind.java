package dev.headwater.loadtest.client;

/** Which interface of the kernel serves the sockets. */
public enum TransportKind {
    /** Epoll where it loads, else NIO. */
    AUTO,
    EPOLL,
    IO_URING,
    NIO
}
