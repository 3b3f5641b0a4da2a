package dev.postern.tls.certificate;

import dev.postern.checks.Attack;
import dev.postern.tls.certificate.CertificateShape.Holder;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// Which server a certificate is for (RFC 9525), as a client that verifies one decides it.
class HostNameTest {

    private static GeneralName name(String drawn) {
        String[] kindAndValue = drawn.split("=", 2);
        return new GeneralName(switch (kindAndValue[0]) {
            case "dns" -> GeneralName.dNSName;
            case "ip" -> GeneralName.iPAddress;
            case "uri" -> GeneralName.uniformResourceIdentifier;
            default -> GeneralName.rfc822Name;
        }, kindAndValue[1]);
    }

    private static boolean isFor(Holder server, String host) {
        return new TrustedCertificates(Set.of(server.certificate())).verifyServer(
                new CertificateChain(List.of(server.certificate())), host,
                System.currentTimeMillis()) instanceof PeerVerdict.Trusted;
    }

    private static Holder server(String names) {
        return CertificateShape.named(Arrays.stream(names.split(" ")).map(HostNameTest::name)
                .toArray(GeneralName[]::new)).selfSigned();
    }

    @ParameterizedTest(name = "{0} is for {1}")
    @CsvSource(delimiter = '|', textBlock = """
            dns=a.example                 | a.example
            dns=a.example                 | A.Example
            dns=A.EXAMPLE                 | a.example
            dns=a.example                 | a.example.
            dns=b.example dns=a.example   | a.example
            dns=*.example.org             | a.example.org
            dns=*.example.org             | A.EXAMPLE.ORG
            dns=*.example.org             | xn--bcher-kva.example.org
            dns=localhost                 | localhost
            ip=127.0.0.1                  | 127.0.0.1
            ip=::1                        | ::1
            ip=::1                        | [::1]
            ip=2001:db8::a                | 2001:DB8:0:0:0:0:0:A
            """)
    void matches(String names, String host) {
        assertThat(isFor(server(names), host)).isTrue();
    }

    @ParameterizedTest(name = "{0} is not for {1}")
    @CsvSource(delimiter = '|', textBlock = """
            dns=a.example                 | b.example
            dns=a.example                 | example
            dns=a.example                 | x.a.example
            dns=a.example                 | a.example.org
            dns=*.example.org             | example.org
            dns=*.example.org             | .example.org
            dns=*.example.org             | a.b.example.org
            dns=*.example.org             | *.example.org.evil
            dns=*.com                     | example.com
            dns=*                         | localhost
            dns=a*.example.org            | ab.example.org
            dns=*a.example.org            | ba.example.org
            dns=a.*.org                   | a.example.org
            dns=*.*.org                   | a.example.org
            dns=127.0.0.1                 | 127.0.0.1
            dns=*.0.0.1                   | 127.0.0.1
            ip=127.0.0.1                  | 127.0.0.2
            ip=127.0.0.1                  | localhost
            ip=127.0.0.1                  | ::ffff:127.0.0.1
            uri=https://a.example         | a.example
            mail=root@a.example           | a.example
            """)
    @Attack(23)
    void doesNotMatch(String names, String host) {
        assertThat(isFor(server(names), host)).isFalse();
    }

    /// RFC 9525 2: the common name is no longer looked at.
    @Test
    @Attack(23)
    void aCommonNameNamesNobody() {
        assertThat(isFor(CertificateShape.of("a.example").selfSigned(), "a.example")).isFalse();
    }
}
