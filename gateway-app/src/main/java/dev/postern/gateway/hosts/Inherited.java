package dev.postern.gateway.hosts;

import dev.postern.gateway.hosts.HostInput.EarlyDataInput;
import dev.postern.gateway.hosts.HostInput.TlsInput;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What a stored host or route leaves to others, as JSON pointers. A view shows what holds; whoever edits one must know what of it is
/// its own, or he pins what he only read.
final class Inherited {
    private final List<String> pointers = new ArrayList<>();

    private Inherited() {}

    static List<String> of(HostInput stored) {
        EarlyDataInput early = stored.earlyData() == null ? EarlyDataCheck.NOTHING : stored.earlyData();
        TlsInput tls = stored.tls();
        return new Inherited().unless(early.accept(), "/earlyData/accept")
                .unless(early.acceptPercent(), "/earlyData/acceptPercent")
                .unless(early.issueMaxBytes(), "/earlyData/issueMaxBytes")
                .unless(early.freshnessWindow(), "/earlyData/freshnessWindow")
                .unless(tls == null ? null : tls.ticketLifetime(), "/tls/ticketLifetime").pointers;
    }

    static List<String> of(RouteInput stored) {
        return new Inherited().unless(stored.earlyData(), "/earlyData")
                .unless(stored.earlyDataMethods(), "/earlyDataMethods")
                .unless(stored.earlyDataQuery(), "/earlyDataQuery").pointers;
    }

    private Inherited unless(@Nullable Object said, String pointer) {
        if (said == null) {
            pointers.add(pointer);
        }
        return this;
    }
}
