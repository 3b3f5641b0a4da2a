package dev.postern.tls.netty;

/// Which deadline a client let pass. On the wire all of them are `general_error`, which says nothing to whoever looks at a metric.
public enum ExpiredDeadline {
    /// It said nothing, or never ended its ClientHello.
    CLIENT_HELLO("clientHelloDeadline"),
    /// It sent a ClientHello, but no Finished.
    HANDSHAKE("handshakeDeadline"),
    /// Its early data was accepted, but no Finished came.
    CONFIRMATION("confirmationDeadline");

    private final String label;

    ExpiredDeadline(String label) {
        this.label = label;
    }

    /// The stable word for metrics, logs and REST.
    public String label() {
        return label;
    }
}
