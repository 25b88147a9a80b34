package dev.headwater.cluster;

/**
 * The directory could not be asked: no data member in the cluster, a timeout, this node is stopping, or a limit is
 * reached. It says nothing about the stream; the caller keeps its last view and asks again later.
 */
public final class DirectoryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DirectoryUnavailableException(String message) {
        super(message);
    }

    public DirectoryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
