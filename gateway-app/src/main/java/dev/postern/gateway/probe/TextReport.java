package dev.postern.gateway.probe;

import org.jspecify.annotations.Nullable;

/// The report for a person.
final class TextReport {
    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    static String of(Report report) {
        TextReport text = new TextReport();
        text.line("target", report.target() + ", as " + report.serverName());
        text.handshake(report.handshake());
        text.certificate(report.certificate());
        text.rest(report);
        report.findings().forEach(finding -> text.text.append("- ").append(finding).append('\n'));
        return text.text.toString().stripTrailing();
    }

    private void handshake(Report.@Nullable Handshake found) {
        if (found == null) {
            line("handshake", "none");
            return;
        }
        line("handshake", "%s, %s, %s, %s%s".formatted(found.version(), found.cipherSuite(), found.group(),
                found.signatureScheme(), found.helloRetryRequest() ? ", after a HelloRetryRequest" : ""));
        line("protocol", found.applicationProtocol() == null ? "none chosen" : found.applicationProtocol());
        line("answer", status(found.status()));
    }

    private void certificate(Report.@Nullable Certificate found) {
        if (found != null) {
            line("certificate", "%s, issued by %s, until %s, %s".formatted(found.subject(), found.issuer(),
                    found.notAfter(), found.trusted() ? "trusted" : "not trusted"));
        }
    }

    private void rest(Report report) {
        if (report.tickets() != null) {
            line("tickets", "%d, for %d s, early data up to %d bytes".formatted(report.tickets().count(),
                    report.tickets().lifetimeSeconds(), report.tickets().maxEarlyDataBytes()));
        }
        if (report.resumption() != null) {
            line("resumption", report.resumption().resumed() ? "yes" : "no");
        }
        Report.EarlyData early = report.earlyData();
        if (early != null) {
            line("early data", !early.accepted()
                    ? "refused"
                    : "accepted, answered %s: %s".formatted(early.answeredBeforeFinished()
                            ? "before our Finished"
                            : "only after our Finished, which was kept back for %d ms".formatted(early.heldMillis()),
                            status(early.status())));
        }
        Report.Replay replay = report.replay();
        if (replay != null) {
            line("replay", replay.outcome().label() + (replay.answered() ? " and answered" : ""));
        }
    }

    private static String status(@Nullable Integer status) {
        return status == null ? "no answer in HTTP/1.1" : String.valueOf(status);
    }

    private void line(String name, String value) {
        text.append("%-12s %s%n".formatted(name, value));
    }
}
