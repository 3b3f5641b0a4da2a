package dev.postern.gateway.routes;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/// A host name or address in the one form that everything here compares: lower case, no trailing dot, A-labels, no port; an IPv6
/// literal in brackets, compressed as the JDK writes it.
///
/// SNI, Host, `:authority` and configured names all pass through here. Two canonicalisers that disagree are how requests got past
/// a host's client authentication elsewhere.
public final class CanonicalName {
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;

    private final String value;
    private final boolean address;

    private CanonicalName(String value, boolean address) {
        this.value = value;
        this.address = address;
    }

    /// From SNI or configuration: no port. Empty for what is no name.
    public static Optional<CanonicalName> ofName(String text) {
        if (text.startsWith("[")) {
            return text.endsWith("]") ? ipv6(text.substring(1, text.length() - 1)) : Optional.empty();
        }
        if (text.indexOf(':') >= 0) {
            return ipv6(text);
        }
        return name(text);
    }

    /// From Host or `:authority`: a port may follow. Empty for what is no authority; user information is none.
    public static Optional<CanonicalName> ofAuthority(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (end == 0) {
            return Optional.empty();
        }
        if (end < 0 || end == text.length()) {
            return ofName(text);
        }
        return isPort(text, end) ? ofName(text.substring(0, end)) : Optional.empty();
    }

    public String value() {
        return value;
    }

    /// Whether this is an IPv4 or IPv6 address.
    public boolean isAddress() {
        return address;
    }

    /// What remains without the first label; empty for a single label and for addresses.
    Optional<String> parent() {
        int dot = value.indexOf('.');
        return address || dot < 0 ? Optional.empty() : Optional.of(value.substring(dot + 1));
    }

    private static boolean isPort(String text, int colon) {
        if (text.charAt(colon) != ':' || text.length() - colon > 6) {
            return false;
        }
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            port = port * 10 + digit;
        }
        // RFC 3986 3.2.3: an empty port stands for the default one
        return port <= 65_535;
    }

    private static Optional<CanonicalName> name(String text) {
        String ascii = toAscii(text).toLowerCase(Locale.ROOT);
        if (ascii.endsWith(".")) {
            ascii = ascii.substring(0, ascii.length() - 1);
        }
        if (!hasLegalLabels(ascii)) {
            return Optional.empty();
        }
        return endsInNumber(ascii) ? ipv4(ascii) : Optional.of(new CanonicalName(ascii, false));
    }

    private static String toAscii(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        try {
            return IDN.toASCII(text);
        } catch (IllegalArgumentException notAName) {
            return "";
        }
    }

    private static boolean hasLegalLabels(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > LONGEST_LABEL || label.startsWith("-") || label.endsWith("-")
                    || !label.chars().allMatch(CanonicalName::isLabelCharacter)) {
                return false;
            }
        }
        return true;
    }

    /// Letters, digits, hyphen, and the underscore that container networks use.
    private static boolean isLabelCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /// No top-level domain is a number, so such a text is meant as an IPv4 address, or is nothing.
    private static boolean endsInNumber(String name) {
        return name.substring(name.lastIndexOf('.') + 1).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Optional<CanonicalName> ipv4(String text) {
        // Four plain decimal parts: `127.1` and `0177.0.0.1` are read differently by different programs.
        if (!text.matches("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}")) {
            return Optional.empty();
        }
        for (String part : text.split("\\.")) {
            if (Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
        }
        return Optional.of(new CanonicalName(text, true));
    }

    private static Optional<CanonicalName> ipv6(String text) {
        if (text.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            InetAddress parsed = Inet6Address.ofLiteral(text);
            String literal = parsed.getHostAddress();
            return Optional.of(new CanonicalName(literal.indexOf(':') >= 0 ? "[" + literal + "]" : literal, true));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CanonicalName name && value.equals(name.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
