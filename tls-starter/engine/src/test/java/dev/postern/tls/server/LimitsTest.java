package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.config.Limits;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.SupportedGroups;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.KeyUpdate;
import dev.postern.tls.pair.ChangedLimits;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.reflect.RecordComponent;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Every component of [Limits] at its bound, which is taken, and one past it, which is not.
class LimitsTest {
    /// Kept by whoever has a clock and a timer, which the engine has not: the Netty handler. At each and a millisecond before it:
    /// `dev.postern.tls.netty.DeadlinesTest`, in that module.
    private static final Set<String> DEADLINES = Set.of("clientHelloDeadline", "handshakeDeadline",
            "confirmationDeadline");

    private PairSetup setup = new PairSetup();

    /// What a peer does that counts to `amount`, and how it ended for it.
    @FunctionalInterface
    private interface Attempt {
        Optional<AlertDescription> refusalAfter(int amount);
    }

    private record Case(int bound, Attempt attempt) {}

    private Map<String, Case> cases() {
        Map<String, Case> cases = new TreeMap<>();
        cases.put("clientHelloBytes", new Case(700, this::helloOf));
        cases.put("handshakeMessageBytes", new Case(600, bytes -> announce(HandshakeType.FINISHED, bytes)));
        cases.put("certificateMessageBytes", new Case(1100, bytes -> announce(HandshakeType.CERTIFICATE, bytes)));
        cases.put("certificateChainLength", new Case(2, this::chainOf));
        cases.put("pskIdentities", new Case(2, this::identities));
        cases.put("keyShares", new Case(3, this::shares));
        cases.put("extensions", new Case(16, this::extensions));
        cases.put("postHandshakeMessages", new Case(3, this::keyUpdates));
        cases.put("emptyRecords", new Case(3, this::changeCipherSpecs));
        cases.put("warningAlerts", new Case(2, this::warnings));
        cases.put("earlyDataBytes", new Case(100, this::earlyData));
        cases.put("unconfirmedBytes", new Case(100, this::unconfirmed));
        cases.put("skippedEarlyDataBytes", new Case(1000, this::skippedEarlyData));
        cases.put("keyUpdateRecords", new Case(4, this::recordsUnderOneKey));
        return cases;
    }

    @Test
    void hasACaseForEveryLimit() {
        Set<String> shown = new TreeSet<>(cases().keySet());
        shown.addAll(DEADLINES);
        assertThat(Arrays.stream(Limits.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactlyInAnyOrderElementsOf(shown);
    }

    @TestFactory
    @Attack(42)
    Stream<DynamicTest> takesTheBoundAndRefusesOnePastIt() {
        return cases().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            int bound = entry.getValue().bound();
            setup = new PairSetup().limits(ChangedLimits.with(entry.getKey(), entry.getKey().equals("keyUpdateRecords")
                    ? (Object) (long) bound
                    : (Object) bound));
            assertThat(entry.getValue().attempt().refusalAfter(bound)).as("at the bound").isEmpty();
            assertThat(entry.getValue().attempt().refusalAfter(bound + 1)).as("one past it").isPresent();
        }));
    }

    @Test
    void areThemselvesBounded() {
        for (RecordComponent component : Limits.class.getRecordComponents()) {
            if (component.getType() == Duration.class) {
                continue;
            }
            boolean wide = component.getType() == long.class;
            for (long senseless : new long[]{-1, Integer.MAX_VALUE}) {
                Object value = wide ? (Object) senseless : (Object) (int) senseless;
                assertThat(org.assertj.core.api.Assertions
                        .catchThrowable(() -> ChangedLimits.with(component.getName(), value)))
                        .as("%s = %d", component.getName(), senseless).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(component.getName());
            }
        }
    }

    private Optional<AlertDescription> helloOf(int bytes) {
        RawClient client = new RawClient(setup);
        RawHello hello = client.hello();
        int length = hello.withBinders(List.of(), 0).toByteArray().length - 4;
        client.send(hello.with(new UnknownExtension(ExtensionType.PADDING,
                Bytes.copyOf(new byte[bytes - length - 4]))));
        return client.refusal();
    }

    private Optional<AlertDescription> announce(HandshakeType type, int bytes) {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST));
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        client.read();
        client.useHandshakeKeys();
        client.sendHandshakeBytes(
                new byte[]{(byte) type.code(), (byte) (bytes >>> 16), (byte) (bytes >>> 8), (byte) bytes});
        return client.refusal();
    }

    private Optional<AlertDescription> chainOf(int certificates) {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST));
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        client.read();
        client.useHandshakeKeys();
        try {
            CertificateEntry entry = new CertificateEntry(
                    Bytes.copyOf(setup.serverConfig().credentials().getFirst().chain().leaf().getEncoded()),
                    ExtensionBlock.EMPTY);
            client.sendHandshake(
                    new Certificate(Bytes.EMPTY, Collections.nCopies(certificates, entry)).toByteArray());
        } catch (CertificateEncodingException impossible) {
            throw new AssertionError(impossible);
        }
        return client.refusal();
    }

    private Optional<AlertDescription> identities(int count) {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        RawClient client = new RawClient(setup);
        client.send(client.hello().offering(Collections.nCopies(count, ticket).toArray(RawTicket[]::new)));
        return client.refusal();
    }

    private Optional<AlertDescription> shares(int count) {
        RawClient client = new RawClient(setup);
        List<NamedGroup> groups = Stream
                .concat(Stream.iterate(0x1a1a, code -> code + 1).limit(count - 1L).map(NamedGroup::new),
                        Stream.of(NamedGroup.X25519))
                .toList();
        List<KeyShareEntry> shares = groups.stream().map(group -> group.equals(NamedGroup.X25519)
                ? client.share(group)
                : new KeyShareEntry(group, Bytes.ofHex("00"))).toList();
        client.send(client.hello().with(new SupportedGroups(groups)).with(new KeyShareClientHello(shares)));
        return client.refusal();
    }

    private Optional<AlertDescription> extensions(int count) {
        RawClient client = new RawClient(setup);
        RawHello hello = client.hello();
        for (int more = 0xf000; hello.extensions().size() < count; more++) {
            hello = hello.with(new UnknownExtension(new ExtensionType(more), Bytes.EMPTY));
        }
        client.send(hello);
        return client.refusal();
    }

    private Optional<AlertDescription> keyUpdates(int count) {
        RawClient client = new RawClient(setup).connect();
        for (int i = 0; i < count; i++) {
            client.sendHandshakeBytes(new KeyUpdate(false).toByteArray());
            client.nextSendingKey();
        }
        return client.refusal();
    }

    private Optional<AlertDescription> changeCipherSpecs(int count) {
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        for (int i = 0; i < count; i++) {
            client.sendChangeCipherSpec();
        }
        return client.refusal();
    }

    private Optional<AlertDescription> warnings(int count) {
        RawClient client = new RawClient(setup).connect();
        for (int i = 0; i < count; i++) {
            client.sendAlert(AlertDescription.USER_CANCELED);
        }
        return client.refusal();
    }

    private Optional<AlertDescription> earlyData(int bytes) {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        assertThat(ticket.maxEarlyDataBytes()).as("no ticket promises more").isEqualTo(100);
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.sendEarly(new byte[bytes]);
        return client.refusal();
    }

    /// Ours to keep: what is past the bound stays here until the client's Finished, and nothing is refused.
    private Optional<AlertDescription> unconfirmed(int bytes) {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        int taken = client.server().send(new byte[bytes]);
        return taken == bytes ? client.refusal() : Optional.of(AlertDescription.CLOSE_NOTIFY);
    }

    /// In one record, which has 22 bytes more than its content.
    private Optional<AlertDescription> skippedEarlyData(int bytes) {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        EarlyDataPolicy accepting = setup.serverConfig().earlyData();
        setup.server(server -> server.earlyData(EarlyDataPolicy.OFF));
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.sendEarly(new byte[bytes - 22]);
        setup.server(server -> server.earlyData(accepting));
        return client.refusal();
    }

    /// Ours to keep: the tickets' record, then data. One past the bound, a KeyUpdate goes first.
    private Optional<AlertDescription> recordsUnderOneKey(int records) {
        RawClient client = new RawClient(setup).connect();
        client.followKeyUpdates();
        for (int i = 1; i < records; i++) {
            client.server().send("x");
        }
        client.read();
        return client.received(KeyUpdate.class).map(update -> AlertDescription.CLOSE_NOTIFY);
    }
}
