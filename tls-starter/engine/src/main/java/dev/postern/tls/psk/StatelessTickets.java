package dev.postern.tls.psk;

import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;

import java.util.Arrays;
import java.util.Optional;

/// Self-contained tickets: the session state, sealed with AES-256-GCM under a key that belongs to this ticket alone.
///
/// ```
/// version (1) | key name (16) | salt (32) | sealed state | tag (16)
/// `---------------- authenticated ---------'
/// ```
///
/// Thread-safe. What cannot be opened is [TicketVerdict.Unusable], never an error: a client may come with any bytes it likes.
public final class StatelessTickets implements TicketSealer {
    /// A ticket that is longer would make the client's next hello longer than our own limit for hellos: then none is issued.
    static final int LONGEST_TICKET_BYTES = 8 * 1024;
    private static final byte VERSION = 1;
    private static final int SALT_BYTES = 32;
    private static final int HEADER_BYTES = 1 + TicketKey.NAME_BYTES + SALT_BYTES;
    /// Every ticket has its own key, so the nonce need not differ.
    private static final byte[] NONCE = new byte[AeadAlgorithm.NONCE_BYTES];

    private final CryptoProvider crypto;
    private final RandomSource random;
    private final TicketKeySource keys;

    public StatelessTickets(CryptoProvider crypto, RandomSource random, TicketKeySource keys) {
        this.crypto = crypto;
        this.random = random;
        this.keys = keys;
    }

    @Override
    public byte[] seal(TicketState state) {
        byte[] salt = random.bytes(SALT_BYTES);
        Optional<TicketKey> key = keys.current();
        Optional<Secret> ticketKey = key.flatMap(found -> derive(found, salt));
        if (key.isEmpty() || ticketKey.isEmpty()) {
            return new byte[0];
        }
        byte[] header = new byte[HEADER_BYTES];
        header[0] = VERSION;
        System.arraycopy(key.get().name(), 0, header, 1, TicketKey.NAME_BYTES);
        System.arraycopy(salt, 0, header, 1 + TicketKey.NAME_BYTES, SALT_BYTES);
        byte[] plain = TicketStateCodec.encode(state);
        try {
            return seal(ticketKey.get(), header, plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private byte[] seal(Secret ticketKey, byte[] header, byte[] plain) {
        int length = HEADER_BYTES + plain.length + AeadAlgorithm.TAG_BYTES;
        Aead aead = crypto.aead(AeadAlgorithm.AES_256_GCM, ticketKey);
        try {
            if (length > LONGEST_TICKET_BYTES) {
                return new byte[0];
            }
            byte[] ticket = Arrays.copyOf(header, length);
            aead.seal(NONCE, header, HEADER_BYTES, plain, 0, plain.length, ticket, HEADER_BYTES);
            return ticket;
        } finally {
            aead.destroy();
            ticketKey.destroy();
        }
    }

    /// The answer to [dev.postern.tls.Pause.OpenTicket].
    public TicketVerdict open(byte[] ticket) {
        if (ticket.length <= HEADER_BYTES + AeadAlgorithm.TAG_BYTES || ticket[0] != VERSION) {
            return new TicketVerdict.Unusable("not a ticket of ours");
        }
        Optional<TicketKey> key = keys.find(Arrays.copyOfRange(ticket, 1, 1 + TicketKey.NAME_BYTES));
        Optional<Secret> ticketKey = key
                .flatMap(found -> derive(found, Arrays.copyOfRange(ticket, 1 + TicketKey.NAME_BYTES, HEADER_BYTES)));
        if (ticketKey.isEmpty()) {
            return new TicketVerdict.Unusable("sealed under a key that is gone, or was never ours");
        }
        return open(ticketKey.get(), ticket);
    }

    private TicketVerdict open(Secret ticketKey, byte[] ticket) {
        byte[] plain = new byte[ticket.length - HEADER_BYTES];
        Aead aead = crypto.aead(AeadAlgorithm.AES_256_GCM, ticketKey);
        try {
            int length = aead.open(NONCE, ticket, HEADER_BYTES, ticket, HEADER_BYTES, plain.length, plain, 0);
            if (length < 0) {
                return new TicketVerdict.Unusable("forged or damaged");
            }
            return TicketStateCodec.decode(plain, length).<TicketVerdict>map(TicketVerdict.Opened::new)
                    .orElseGet(() -> new TicketVerdict.Unusable("written by another release of this software"));
        } finally {
            Arrays.fill(plain, (byte) 0);
            aead.destroy();
            ticketKey.destroy();
        }
    }

    private Optional<Secret> derive(TicketKey key, byte[] salt) {
        return key.deriveFor(salt, crypto.keySchedule(HashAlgorithm.SHA256));
    }
}
