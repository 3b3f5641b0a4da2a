package dev.postern.tls.client;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.MaxEarlyDataSize;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.message.KeyUpdate;
import dev.postern.tls.message.NewSessionTicket;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireWriter;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What a client refuses of a server once the handshake is over, each named after the attack.
class HostilePostHandshakeTest {
    private final HostileServer hostile = HostileServer.toAFreshClient();

    @Test
    @Rfc(number = 9846, section = "4.7.2", clause = 5)
    void refusesACertificateRequestAfterTheHandshake() {
        hostile.say(server -> server.flight().send(new CertificateRequest(Bytes.ofHex("01"),
                ExtensionBlock.of(new SignatureAlgorithms(List.of(SignatureScheme.ED25519))))));
        hostile.assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void ignoresATicketThatLivesForNoTime() {
        hostile.say(server -> server.flight().send(ticket(0, 0)));

        hostile.assertConnected();
        assertThat(hostile.client().inbox().events(TlsEvent.TicketReceived.class)).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "4.7.1", clause = 6)
    void keepsNoTicketForLongerThanAWeek() {
        hostile.say(server -> server.flight().send(ticket(0xffff_ffffL, 0)));

        ClientSession session = hostile.client().inbox().events(TlsEvent.TicketReceived.class).getFirst().session();
        assertThat(session.lifetimeSeconds()).isEqualTo(604_800);
    }

    @Test
    void readsTheLargestEarlyDataSize() {
        hostile.say(server -> server.flight().send(ticket(60, 0xffff_ffffL)));

        ClientSession session = hostile.client().inbox().events(TlsEvent.TicketReceived.class).getFirst().session();
        assertThat(session.maxEarlyDataBytes()).isEqualTo(0xffff_ffffL);
    }

    /// CVE-2024-2511 and its like: tickets without end.
    @Test
    @Attack(42)
    void refusesAFloodOfTickets() {
        hostile.say(ScriptedServer::flight);
        for (int i = 0; i < 40; i++) {
            hostile.say(server -> server.send(ticket(60, 0)));
        }
        hostile.assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
    }

    /// CVE-2026-56862: KeyUpdates without end.
    @Test
    void refusesAFloodOfKeyUpdates() {
        hostile.say(ScriptedServer::flight);
        for (int i = 0; i < 40; i++) {
            hostile.say(server -> server.send(new KeyUpdate(false)).updateKeys());
        }
        hostile.assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void refusesRenegotiation() {
        hostile.say(server -> server.flight().send(server.clientHello()));
        hostile.assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "5", clause = 3)
    @Attack(9)
    void refusesChangeCipherSpecAfterFinished() {
        hostile.say(server -> server.flight().writer().changeCipherSpec(server.out()));
        hostile.assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void refusesAKeyUpdateThatSharesItsRecord() {
        hostile.say(server -> server.flight().sendRaw(new WireWriter().bytes(new KeyUpdate(false).toByteArray())
                .bytes(ticket(60, 0).toByteArray()).toByteArray()));
        hostile.assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 5)
    void answersManyKeyUpdateRequestsWithOne() {
        hostile.say(server -> {
            server.flight();
            for (int i = 0; i < 5; i++) {
                server.send(new KeyUpdate(true)).updateKeys();
            }
        });
        hostile.client().out().take();
        hostile.client().send("one answer goes in front");

        int records = 0;
        byte[] sent = hostile.client().out().take();
        for (int at = 0; at < sent.length; records++) {
            at += 5 + (((sent[at + 3] & 0xff) << 8) | (sent[at + 4] & 0xff));
        }
        assertThat(records).isEqualTo(2);
        hostile.assertConnected();
    }

    private static NewSessionTicket ticket(long lifetimeSeconds, long maxEarlyDataBytes) {
        return new NewSessionTicket(lifetimeSeconds, 1, Bytes.ofHex("00"), Bytes.ofHex("7e57"),
                maxEarlyDataBytes == 0
                        ? ExtensionBlock.EMPTY
                        : ExtensionBlock.of(new MaxEarlyDataSize(maxEarlyDataBytes)));
    }
}
