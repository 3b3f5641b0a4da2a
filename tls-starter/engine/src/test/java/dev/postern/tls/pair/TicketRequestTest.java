package dev.postern.tls.pair;

import dev.postern.checks.Rfc;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TicketWish;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/// How many tickets a client gets (RFC 9149).
class TicketRequestTest {
    private final PairSetup setup = new PairSetup();

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "5, 5", "8, 8", "9, 8", "255, 8"})
    @Rfc(number = 9149, section = "3")
    void getsWhatItAsksForUpToABound(int wanted, int got) {
        setup.client(client -> client.ticketWish(new TicketWish(wanted, 0)));

        assertThat(tickets(setup.pair().handshake())).hasSize(got);
    }

    @Test
    @Rfc(number = 9149, section = "3")
    void aResumptionHasACountOfItsOwn() {
        setup.client(client -> client.ticketWish(new TicketWish(4, 1)));
        List<ClientSession> sessions = setup.sessions();
        assertThat(sessions).hasSize(4);

        assertThat(tickets(setup.resuming(sessions.getFirst()).handshake())).hasSize(1);
    }

    @Test
    void withoutAWishTheServerDecides() {
        assertThat(tickets(setup.pair().handshake())).hasSize(2);
    }

    @Test
    void aServerWithoutTicketsHasNoneToGive() {
        setup.server(server -> server.tickets(TicketPolicy.NONE)).client(
                client -> client.ticketWish(new TicketWish(3, 3)));

        assertThat(tickets(setup.pair().handshake())).isEmpty();
    }

    @Test
    void theWishIsRepeatedAfterAHelloRetryRequest() {
        setup.client(client -> client.ticketWish(new TicketWish(3, 1)).keyShareGroups(List.of()));

        assertThat(tickets(setup.pair().handshake())).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "256, 0", "0, -1", "0, 256"})
    void refusesAWishThatDoesNotFitItsByte(int afterNewSession, int afterResumption) {
        assertThatIllegalArgumentException().isThrownBy(() -> new TicketWish(afterNewSession, afterResumption));
    }

    private static List<TlsEvent.TicketReceived> tickets(Pair pair) {
        FullHandshakeTest.assertConnected(pair);
        return pair.client().inbox().events(TlsEvent.TicketReceived.class);
    }
}
