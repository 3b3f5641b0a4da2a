package dev.postern.tls.alert;

import java.io.Serial;

/// A connection must end: the alert to send, whose fault it is, and a sentence for the person who reads the log.
///
/// Thrown anywhere inside the engine and caught in one place; callers of the engine meet it as
/// [dev.postern.tls.event.TlsEvent.Failed]. It has no stack trace, unless it reports a defect of ours: a hostile peer must not
/// make us walk the stack for every bad byte.
public final class TlsAlert extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final AlertDescription description;
    private final Fault fault;

    public TlsAlert(AlertDescription description, Fault fault, String sentence) {
        super(sentence, null, false, fault == Fault.OUR_BUG);
        this.description = description;
        this.fault = fault;
    }

    public TlsAlert(AlertDescription description, Fault fault, String sentence, Throwable cause) {
        super(sentence, cause, false, fault == Fault.OUR_BUG);
        this.description = description;
        this.fault = fault;
    }

    /// The alert that goes (or, for [Fault#PEER_ALERT], came) over the wire.
    public AlertDescription description() {
        return description;
    }

    public Fault fault() {
        return fault;
    }
}
