package dev.headwater.loadtest.client;

/** A client that plays. Confined to its event loop. */
public interface PlayingClient extends Client {
    /**
     * Reads nothing from now on, as a player whose program hangs: what comes stays with the kernel, and then with the server.
     * That the server has closed is seen all the same, some seconds late.
     */
    void stopReading();
}
