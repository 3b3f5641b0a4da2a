package dev.postern.tls.certificate;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// The name that a server was asked for, to be found in its certificate (RFC 9525): in subjectAltName alone, never in the common name.
///
/// @param text      lower case, without a trailing dot; IPv6 without brackets
/// @param isAddress whether it is an IP address, which matches nothing but an iPAddress entry of the same bytes
record HostName(String text, boolean isAddress) {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    static HostName of(String host) {
        String text = host.toLowerCase(Locale.ROOT);
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        if (text.endsWith(".")) {
            text = text.substring(0, text.length() - 1);
        }
        return new HostName(text, IPAddress.isValid(text));
    }

    boolean isIn(X509Certificate certificate) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException unreadable) {
            return false;
        }
        return names != null && names.stream().anyMatch(this::matches);
    }

    private boolean matches(List<?> entry) {
        if (!(entry.get(0) instanceof Integer kind) || !(entry.get(1) instanceof String value)) {
            return false;
        }
        return switch (kind.intValue()) {
            case DNS_NAME -> !isAddress && matchesName(value.toLowerCase(Locale.ROOT));
            case IP_ADDRESS -> isAddress && MessageDigest.isEqual(address(text), address(value));
            default -> false;
        };
    }

    /// RFC 9525 6.3: a wildcard stands for one whole left-most label. Two labels must follow it, so that nobody can own `*.com`.
    private boolean matchesName(String pattern) {
        if (!pattern.startsWith("*.")) {
            return !pattern.contains("*") && pattern.equals(text);
        }
        String parent = pattern.substring(1);
        int firstDot = text.indexOf('.');
        return !parent.contains("*") && parent.indexOf('.', 1) > 0 && firstDot > 0
                && text.substring(firstDot).equals(parent);
    }

    private static byte[] address(String literal) {
        return ASN1OctetString.getInstance(new GeneralName(GeneralName.iPAddress, literal).getName()).getOctets();
    }
}
