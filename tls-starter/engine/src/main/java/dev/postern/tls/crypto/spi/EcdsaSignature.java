package dev.postern.tls.crypto.spi;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/// The two numbers of an ECDSA signature, read strictly. Libraries differ in what they forgive, and one of them breaks where a peer puts
/// another type; so no provider parses what a peer sent before this did.
public record EcdsaSignature(BigInteger r, BigInteger s) {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int LONG_FORM = 0x81;

    /// Empty when this is not exactly the DER of an ECDSA-Sig-Value of two positive numbers.
    public static Optional<EcdsaSignature> read(byte[] der) {
        // RFC 9846 4.3.3: the signature is represented as a DER-encoded ECDSA-Sig-Value structure
        int contentAt = der.length > 2 && (der[1] & 0xff) == LONG_FORM ? 3 : 2;
        if (der.length < contentAt || (der[0] & 0xff) != SEQUENCE || !isLength(der, contentAt)) {
            return Optional.empty();
        }
        int secondAt = endOfNumber(der, contentAt);
        if (secondAt < 0 || endOfNumber(der, secondAt) != der.length) {
            return Optional.empty();
        }
        return Optional.of(new EcdsaSignature(number(der, contentAt, secondAt), number(der, secondAt, der.length)));
    }

    /// Whether the byte before the content is its length, in the one form that DER has for it.
    private static boolean isLength(byte[] der, int contentAt) {
        int length = der[contentAt - 1] & 0xff;
        boolean shortForm = length < 0x80;
        return length == der.length - contentAt && shortForm == (contentAt == 2);
    }

    /// Where the number that begins here ends, or -1 when it is none: positive, without needless zeros, no longer than P-521 needs.
    private static int endOfNumber(byte[] der, int at) {
        if (at + 3 > der.length || der[at] != INTEGER) {
            return -1;
        }
        int length = der[at + 1] & 0xff;
        int first = at + 2;
        if (length < 1 || length > 67 || length > der.length - first || der[first] < 0) {
            return -1;
        }
        boolean needlessZero = der[first] == 0 && (length == 1 || der[first + 1] >= 0);
        return needlessZero ? -1 : first + length;
    }

    private static BigInteger number(byte[] der, int at, int end) {
        return new BigInteger(1, Arrays.copyOfRange(der, at + 2, end));
    }
}
