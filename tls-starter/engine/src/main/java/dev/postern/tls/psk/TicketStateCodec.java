package dev.postern.tls.psk;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Identity;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.PskHolder;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.crypto.spi.Secret;
import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The inside of a stateless ticket. Only ever read after its tag was checked, yet read with care: a replica of another release may have
/// written it.
final class TicketStateCodec {
    /// Raised whenever the layout changes; a ticket in another layout means one full handshake, no more.
    private static final byte LAYOUT = 2;
    private static final int FIXED_BYTES = 1 + 2 + 8 + 8 + 4 + 4 + 8 + 2 * PolicyDigest.BYTES + 8 + 4;

    /// Beside the certificate types, of which 255 is none.
    private static final byte PSK = (byte) 0xff;

    private TicketStateCodec() {}

    static byte[] encode(TicketState state) {
        byte[] name = utf8(state.serverName());
        byte[] protocol = utf8(state.applicationProtocol());
        List<byte[]> identity = entries(state.clientIdentity());
        int identityBytes = 2 + identity.stream().mapToInt(entry -> 4 + entry.length).sum();
        ByteBuffer out = ByteBuffer
                .allocate(FIXED_BYTES + 1 + state.psk().length() + 2 + name.length + 2 + protocol.length
                        + identityBytes);
        out.put(LAYOUT).putShort((short) state.cipherSuite().code()).putLong(state.issuedAtMillis())
                .putLong(state.authenticatedAtMillis()).putInt(state.lifetimeSeconds()).putInt(state.ageAdd())
                .putLong(state.maxEarlyDataBytes()).put(state.policyDigest().bytes())
                .put(state.earlyDataDigest().bytes()).putLong(state.issuer()).putInt(state.roundTripMillis());
        out.put((byte) state.psk().length()).put(state.psk().expose());
        out.putShort((short) name.length).put(name).putShort((short) protocol.length).put(protocol);
        out.put(kind(state.clientIdentity())).put((byte) identity.size());
        identity.forEach(entry -> out.putInt(entry.length).put(entry));
        return out.array();
    }

    /// Empty when this is not our layout.
    static Optional<TicketState> decode(byte[] bytes, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        try {
            if (in.get() != LAYOUT) {
                return Optional.empty();
            }
            TicketState state = read(in);
            return in.hasRemaining() ? Optional.empty() : Optional.of(state);
        } catch (BufferUnderflowException | IllegalArgumentException | NoSuchElementException | TlsAlert otherLayout) {
            return Optional.empty();
        }
    }

    private static TicketState read(ByteBuffer in) {
        CipherSuite suite = new CipherSuite(Short.toUnsignedInt(in.getShort()));
        long issuedAtMillis = in.getLong();
        long authenticatedAtMillis = in.getLong();
        int lifetimeSeconds = in.getInt();
        int ageAdd = in.getInt();
        long maxEarlyDataBytes = in.getLong();
        PolicyDigest policyDigest = new PolicyDigest(take(in, PolicyDigest.BYTES));
        PolicyDigest earlyDataDigest = new PolicyDigest(take(in, PolicyDigest.BYTES));
        long issuer = in.getLong();
        int roundTripMillis = in.getInt();
        Secret psk = Secret.wrap(take(in, Byte.toUnsignedInt(in.get())));
        String name = text(take(in, Short.toUnsignedInt(in.getShort())));
        String protocol = text(take(in, Short.toUnsignedInt(in.getShort())));
        Identity identity = readIdentity(in);
        return new TicketState(suite, psk, issuedAtMillis, authenticatedAtMillis, lifetimeSeconds, ageAdd,
                maxEarlyDataBytes, name, protocol, policyDigest, earlyDataDigest, issuer, roundTripMillis, identity);
    }

    private static byte kind(Identity identity) {
        return switch (identity) {
            case KeyHolder holder -> (byte) holder.type().code();
            case PskHolder _ -> PSK;
        };
    }

    private static List<byte[]> entries(Identity identity) {
        return switch (identity) {
            case KeyHolder holder -> holder.encoded();
            case PskHolder holder -> List.of(holder.pskIdentity());
        };
    }

    private static Identity readIdentity(ByteBuffer in) {
        byte kind = in.get();
        int count = Byte.toUnsignedInt(in.get());
        List<byte[]> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(take(in, in.getInt()));
        }
        if (kind == PSK) {
            return new PskHolder(entries.getFirst());
        }
        return entries.isEmpty()
                ? CertificateChain.EMPTY
                : KeyHolder.decode(new CertificateType(Byte.toUnsignedInt(kind)), entries);
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /// Null and empty are the same here: neither a server name nor a protocol can be empty.
    private static byte[] utf8(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(byte[] bytes) {
        return bytes.length == 0 ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
