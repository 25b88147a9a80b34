package dev.headwater.deploy.operate;

/** The node did not do what it was asked: its message is for the operator, in one line. */
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ApiFailure(String message) {
        super(message);
    }
}
