package dev.postern.gateway.probe;

import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.event.ArraySink;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one connection saw.
final class Observations extends ArraySink {
    private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.[01] ([1-5]\\d\\d)[ \r]");
    /// More of an answer than its head is of no interest.
    private static final int KEPT_BYTES = 64 * 1024;

    private final List<ClientSession> tickets = new ArrayList<>();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private @Nullable SessionInfo session;
    private @Nullable TlsAlert failure;
    private boolean earlyDataAccepted;
    private boolean closed;

    @Override
    protected void data(byte[] bytes, DataKind kind) {
        answer.write(bytes, 0, Math.min(bytes.length, Math.max(0, KEPT_BYTES - answer.size())));
    }

    @Override
    public void event(TlsEvent event) {
        switch (event) {
            case TlsEvent.HandshakeConfirmed confirmed -> session = confirmed.info();
            case TlsEvent.TicketReceived received -> tickets.add(received.session());
            case TlsEvent.EarlyDataAccepted _ -> earlyDataAccepted = true;
            case TlsEvent.Failed failed -> failure = failed.alert();
            case TlsEvent.PeerClosed _ -> closed = true;
            case TlsEvent.EarlyDataRejected _,TlsEvent.EarlyDataEnded _,TlsEvent.KeysUpdated _,TlsEvent.EchRejected _,TlsEvent.CertificateRequested _ -> {
                // told by what follows
            }
        }
    }

    @Nullable
    SessionInfo session() {
        return session;
    }

    List<ClientSession> tickets() {
        return tickets;
    }

    boolean earlyDataAccepted() {
        return earlyDataAccepted;
    }

    boolean answered() {
        return text().contains("\r\n\r\n");
    }

    boolean over() {
        return closed || failure != null;
    }

    /// Of the answer, or null while there is none in HTTP/1.1.
    @Nullable
    Integer status() {
        Matcher status = STATUS.matcher(text());
        return status.find() ? Integer.valueOf(status.group(1)) : null;
    }

    /// Why the connection failed, for the report.
    @Nullable
    String failure() {
        TlsAlert alert = failure;
        if (alert == null) {
            return null;
        }
        String name = alert.description().toString();
        return alert.fault() == Fault.PEER_ALERT
                ? "the server ended it with the alert " + name
                : alert.getMessage() + " (" + name + ")";
    }

    private String text() {
        return answer.toString(StandardCharsets.ISO_8859_1);
    }
}
