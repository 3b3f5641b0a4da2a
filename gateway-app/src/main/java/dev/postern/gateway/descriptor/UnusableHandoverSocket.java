package dev.postern.gateway.descriptor;

import java.io.Serial;
import java.nio.file.Path;

/// A handover socket that this process cannot have; the message says why.
public final class UnusableHandoverSocket extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    public UnusableHandoverSocket(Path socket, String reason) {
        super(socket + " cannot be a handover socket: " + reason);
    }

    UnusableHandoverSocket(Path socket, String reason, Throwable cause) {
        super(socket + " cannot be a handover socket: " + reason, cause);
    }
}
