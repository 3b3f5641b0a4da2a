package dev.postern.gateway.hosts;

import dev.postern.gateway.hosts.HostInput.TimeoutsInput;
import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.routes.Ceilings;
import dev.postern.gateway.routes.HostTimeouts;
import dev.postern.gateway.routes.Timeouts;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// The timeouts of a host as they are sent, and as they are shown. What is left out has its default; a ceiling's is none.
final class HostTimeoutsCheck {
    private static final TimeoutsInput NOTHING = new TimeoutsInput(null, null, null, null, null, null, null, null, null,
            null);

    private HostTimeoutsCheck() {}

    static HostTimeouts read(@Nullable TimeoutsInput sent, Faults faults) {
        TimeoutsInput given = sent == null ? NOTHING : sent;
        HostTimeouts defaults = HostTimeouts.DEFAULTS;
        return new HostTimeouts(
                TimeoutText.read(given.handshake(), defaults.handshake(), "/timeouts/handshake", faults),
                TimeoutText.read(given.confirmation(), defaults.confirmation(), "/timeouts/confirmation", faults),
                TimeoutText.read(given.header(), defaults.header(), "/timeouts/header", faults),
                TimeoutText.read(given.keepAlive(), defaults.keepAlive(), "/timeouts/keepAlive", faults),
                new Ceilings(ceiling(given.anonymousHeader(), "anonymousHeader", faults),
                        ceiling(given.anonymousKeepAlive(), "anonymousKeepAlive", faults),
                        ceiling(given.anonymousBodyTotal(), "anonymousBodyTotal", faults),
                        ceiling(given.anonymousTotal(), "anonymousTotal", faults)),
                new Ceilings(Timeouts.UNLIMITED, Timeouts.UNLIMITED,
                        ceiling(given.earlyBodyTotal(), "earlyBodyTotal", faults),
                        ceiling(given.earlyTotal(), "earlyTotal", faults)));
    }

    private static Duration ceiling(@Nullable String text, String name, Faults faults) {
        return TimeoutText.read(text, Timeouts.UNLIMITED, "/timeouts/" + name, faults);
    }

    static TimeoutsInput text(HostTimeouts timeouts) {
        Ceilings anonymous = timeouts.anonymous();
        Ceilings early = timeouts.early();
        return new TimeoutsInput(TimeoutText.write(timeouts.handshake()), TimeoutText.write(timeouts.confirmation()),
                TimeoutText.write(timeouts.header()), TimeoutText.write(timeouts.keepAlive()),
                TimeoutText.write(anonymous.header()), TimeoutText.write(anonymous.keepAlive()),
                TimeoutText.write(anonymous.bodyTotal()), TimeoutText.write(anonymous.total()),
                TimeoutText.write(early.bodyTotal()), TimeoutText.write(early.total()));
    }

    static HostView.TimeoutsView view(HostTimeouts timeouts) {
        TimeoutsInput text = text(timeouts);
        return new HostView.TimeoutsView(String.valueOf(text.handshake()), String.valueOf(text.confirmation()),
                String.valueOf(text.header()), String.valueOf(text.keepAlive()),
                String.valueOf(text.anonymousHeader()), String.valueOf(text.anonymousKeepAlive()),
                String.valueOf(text.anonymousBodyTotal()), String.valueOf(text.anonymousTotal()),
                String.valueOf(text.earlyBodyTotal()), String.valueOf(text.earlyTotal()));
    }
}
