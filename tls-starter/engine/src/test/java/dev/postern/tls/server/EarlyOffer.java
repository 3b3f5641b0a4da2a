package dev.postern.tls.server;

import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.pair.PairSetup;

import static org.assertj.core.api.Assertions.assertThat;

/// A client that offers early data, and how one sees what became of it.
final class EarlyOffer {
    private final PairSetup setup;

    EarlyOffer(PairSetup setup) {
        this.setup = setup;
    }

    RawTicket ticket() {
        return new RawClient(setup).connect().tickets().getFirst();
    }

    /// A client that has sent its hello and one piece of early data.
    RawClient early(RawTicket ticket) {
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.sendEarly("GET / early");
        return client;
    }

    static SessionInfo info(RawClient client) {
        return client.server().engine().session().orElseThrow();
    }

    /// Early data was refused for this reason, and the connection is none the worse for it.
    static void assertRefused(RawClient client, EarlyDataReason reason) {
        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().inbox().events(TlsEvent.EarlyDataRejected.class))
                .containsExactly(new TlsEvent.EarlyDataRejected(reason));
        client.finish();
        assertThat(client.server().failure()).isEmpty();
        assertThat(info(client).earlyData()).isEqualTo(reason);
        client.sendData("afterwards");
        assertThat(client.server().inbox().earlyText()).isEmpty();
        assertThat(client.server().inbox().text()).isEqualTo("afterwards");
    }
}
