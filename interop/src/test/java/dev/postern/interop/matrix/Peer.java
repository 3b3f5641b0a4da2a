package dev.postern.interop.matrix;

import dev.postern.interop.peer.PeerExecutable;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Whom the tests of a class talk to, and in which role it is: a column of the matrix.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MatrixRecorder.class)
public @interface Peer {
    /// The tag of a class whose peer is [PeerExecutable#big()].
    String BIG = "big";

    PeerExecutable value();

    Role role();

    /// The peer's role; ours is the other one.
    enum Role {
        CLIENT,
        SERVER
    }
}
