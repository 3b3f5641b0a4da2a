package dev.postern.tls.server;

import dev.postern.tls.ClientHelloView;
import dev.postern.tls.Pause;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.connection.Continuation;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.psk.TicketVerdict;

import java.util.function.Consumer;

/// The questions of a server, each with what happens next.
final class Questions {
    private Questions() {}

    static final class ChooseConfig extends Continuation<TlsServerConfig> implements Pause.ChooseConfig {
        private final ClientHelloView hello;

        ChooseConfig(Connection connection, ClientHelloView hello, Consumer<TlsServerConfig> next) {
            super(connection, next);
            this.hello = hello;
        }

        @Override
        public ClientHelloView hello() {
            return hello;
        }
    }

    static final class OpenTicket extends Continuation<TicketVerdict> implements Pause.OpenTicket {
        private final byte[] ticket;

        OpenTicket(Connection connection, byte[] ticket, Consumer<TicketVerdict> next) {
            super(connection, next);
            this.ticket = ticket;
        }

        @Override
        public byte[] ticket() {
            return ticket;
        }
    }

    static final class JudgeEarlyData extends Continuation<EarlyDataVerdict> implements Pause.JudgeEarlyData {
        private final EarlyDataOffer offer;

        JudgeEarlyData(Connection connection, EarlyDataOffer offer, Consumer<EarlyDataVerdict> next) {
            super(connection, next);
            this.offer = offer;
        }

        @Override
        public EarlyDataOffer offer() {
            return offer;
        }
    }
}
