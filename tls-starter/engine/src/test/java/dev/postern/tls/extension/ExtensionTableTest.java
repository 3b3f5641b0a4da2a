package dev.postern.tls.extension;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;
import org.junit.jupiter.api.Test;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExtensionTableTest {
    /// The table of RFC 9846 4.3, as its abbreviations; signed_certificate_timestamp from RFC 8446.
    private static final String RFC_TABLE = """
            server_name                            CH EE CR
            status_request                         CH CR CT
            supported_groups                       CH EE
            signature_algorithms                   CH CR
            use_srtp                               CH EE
            heartbeat                              CH EE
            application_layer_protocol_negotiation CH EE
            signed_certificate_timestamp           CH CR CT
            client_certificate_type                CH EE
            server_certificate_type                CH EE
            padding                                CH
            compress_certificate                   CH CR
            record_size_limit                      CH EE
            delegated_credential                   CH CR CT
            supported_ekt_ciphers                  CH EE
            pre_shared_key                         CH SH
            early_data                             CH EE NST
            supported_versions                     CH SH HRR
            cookie                                 CH HRR
            psk_key_exchange_modes                 CH
            certificate_authorities                CH CR
            oid_filters                            CR
            post_handshake_auth                    CH
            signature_algorithms_cert              CH CR
            key_share                              CH SH HRR
            transparency_info                      CH CR CT
            external_id_hash                       CH EE
            external_session_id                    CH EE
            quic_transport_parameters              CH EE
            ticket_request                         CH EE
            ech_outer_extensions                   CH
            encrypted_client_hello                 CH HRR EE
            """;
    private static final Map<String, ExtensionPlace> PLACES = Map.of("CH", ExtensionPlace.CLIENT_HELLO, "SH",
            ExtensionPlace.SERVER_HELLO, "HRR", ExtensionPlace.HELLO_RETRY_REQUEST, "EE",
            ExtensionPlace.ENCRYPTED_EXTENSIONS, "CR", ExtensionPlace.CERTIFICATE_REQUEST, "CT",
            ExtensionPlace.CERTIFICATE, "NST", ExtensionPlace.NEW_SESSION_TICKET);

    @Test
    @Rfc(number = 9846, section = "4.3.5", clause = 1)
    void isTheTableOfTheRfcInEveryCell() {
        Map<String, Set<ExtensionPlace>> expected = new TreeMap<>();
        RFC_TABLE.lines().map(line -> line.split(" +")).forEach(row -> expected.put(row[0],
                List.of(row).stream().skip(1).map(PLACES::get).collect(Collectors.toSet())));
        Map<String, Set<ExtensionPlace>> actual = new TreeMap<>();
        for (int code = 0; code <= 0xffff; code++) {
            ExtensionType type = new ExtensionType(code);
            Set<ExtensionPlace> allowed = PLACES.values().stream().filter(place -> ExtensionTable.allows(type, place))
                    .collect(Collectors.toSet());
            if (allowed.size() < PLACES.size()) {
                actual.put(type.toString(), allowed);
            }
        }

        assertThat(actual).isEqualTo(expected);
    }

    @Test
    @Rfc(number = 9846, section = "4.3", clause = 5)
    @Attack(19)
    void refusesEveryExtensionInEveryForbiddenPlace() {
        Map<String, AlertDescription> alerts = new HashMap<>();
        for (ExtensionPlace place : ExtensionPlace.values()) {
            for (int code = 0; code < 60; code++) {
                ExtensionType type = new ExtensionType(code);
                if (!ExtensionTable.allows(type, place)) {
                    alerts.put(type + " in " + place, alertFrom(() -> read(block(type, ""), place)));
                }
            }
        }

        assertThat(alerts).hasSizeGreaterThan(100);
        assertThat(alerts.values()).containsOnly(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.3", clause = 7)
    @Attack(42)
    void refusesTheSameTypeTwice() {
        Map<ExtensionPlace, AlertDescription> alerts = new EnumMap<>(ExtensionPlace.class);
        for (ExtensionPlace place : ExtensionPlace.values()) {
            alerts.put(place, alertFrom(() -> ExtensionBlock.read(twoEmpty("0a0a", "0a0a"), place, 64)));
            assertThat(ExtensionBlock.read(twoEmpty("0a0a", "1a1a"), place, 64).extensions()).hasSize(2);
        }

        assertThat(alerts).hasSize(7).allSatisfy((place, alert) -> assertThat(alert).as(place.name())
                .isEqualTo(Set.of(ExtensionPlace.CLIENT_HELLO, ExtensionPlace.ENCRYPTED_EXTENSIONS).contains(place)
                        ? AlertDescription.DECODE_ERROR
                        : AlertDescription.ILLEGAL_PARAMETER));
    }

    private static WireReader twoEmpty(String first, String second) {
        return new WireReader(Bytes.ofHex("0008" + first + "0000" + second + "0000").toArray());
    }

    @Test
    void refusesMoreExtensionsThanTheLimit() {
        WireReader three = new WireReader(Bytes.ofHex("000c" + "0a0a0000" + "1a1a0000" + "2a2a0000").toArray());

        assertThat(alertFrom(() -> ExtensionBlock.read(three, ExtensionPlace.CLIENT_HELLO, 2)))
                .isEqualTo(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.3", clause = 2)
    void refusesDataAfterTheStructure() {
        // supported_groups with one byte more than its list
        assertThat(alertFrom(() -> read(block(ExtensionType.SUPPORTED_GROUPS, "0002001d00"),
                ExtensionPlace.CLIENT_HELLO))).isEqualTo(AlertDescription.DECODE_ERROR);
        // early_data, which is empty
        assertThat(alertFrom(() -> read(block(ExtensionType.EARLY_DATA, "00"), ExtensionPlace.CLIENT_HELLO)))
                .isEqualTo(AlertDescription.DECODE_ERROR);
    }

    @Test
    @Rfc(number = 9846, section = "9.3", clause = 2)
    void keepsWhatItDoesNotKnow() {
        ExtensionBlock read = read(block(new ExtensionType(0x0a0a), "c0ffee"), ExtensionPlace.CLIENT_HELLO);

        assertThat(read.extensions())
                .containsExactly(new UnknownExtension(new ExtensionType(0x0a0a), Bytes.ofHex("c0ffee")));
    }

    @Test
    @Rfc(number = 9846, section = "4.3", clause = 4)
    void refusesAnAnswerToWhatWasNotAsked() {
        ExtensionBlock answer = ExtensionBlock.of(new ApplicationProtocols(List.of("h2")));

        assertThat(alertFrom(() -> ExtensionTable.requireSolicited(answer, Set.of(ExtensionType.SERVER_NAME),
                ExtensionPlace.ENCRYPTED_EXTENSIONS))).isEqualTo(AlertDescription.UNSUPPORTED_EXTENSION);
    }

    @Test
    void takesACookieThatWasNotAskedFor() {
        ExtensionBlock retry = ExtensionBlock.of(new SelectedVersion(ProtocolVersion.TLS_1_3),
                new Cookie(Bytes.ofHex("c0")), new KeyShareHelloRetryRequest(NamedGroup.X25519));

        ExtensionTable.requireSolicited(retry, Set.of(ExtensionType.SUPPORTED_VERSIONS, ExtensionType.KEY_SHARE),
                ExtensionPlace.HELLO_RETRY_REQUEST);
    }

    private static byte[] block(ExtensionType type, String body) {
        return new WireWriter().vector16(list -> list.u16(type.code()).opaque16(Bytes.ofHex(body))).toByteArray();
    }

    private static ExtensionBlock read(byte[] block, ExtensionPlace place) {
        return ExtensionBlock.read(new WireReader(block), place, 64);
    }

    private static AlertDescription alertFrom(Runnable read) {
        List<AlertDescription> alerts = new java.util.ArrayList<>();
        assertThatThrownBy(read::run).isInstanceOfSatisfying(TlsAlert.class, alert -> alerts.add(alert.description()));
        return alerts.getFirst();
    }
}
