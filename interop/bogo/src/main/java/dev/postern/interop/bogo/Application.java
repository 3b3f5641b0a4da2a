package dev.postern.interop.bogo;

import dev.postern.tls.TlsEngine;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.event.TlsOutput;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The application above the connection: says what the flags want said first, then inverts and returns what it hears.
final class Application {

    private static final int READ_BYTES = 512;

    private final Side side;
    private final TlsEngine engine;
    private final TlsOutput out;
    /// What the engine would not take yet.
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private Settings settings = new Settings();
    private boolean begun;

    Application(Side side, TlsOutput out) {
        this.side = side;
        this.engine = side.engine();
        this.out = out;
    }

    boolean hasBegun() {
        return begun;
    }

    /// Whether everything that it wants to say is said.
    boolean isIdle() {
        return begun && waiting.size() == 0;
    }

    void begin(Settings flags) {
        settings = flags;
        begun = true;
        settings.number("-export-keying-material").ifPresent(length -> send(export(length)));
        if (settings.has("-export-traffic-secrets")) {
            exportTrafficSecrets();
        }
        if (settings.has("-shim-writes-first")) {
            byte[] words = settings.bytes("-shim-initial-write").orElse("hello".getBytes(StandardCharsets.US_ASCII));
            for (int i = settings.number("-repeat-shim-initial-write", 1); i > 0; i--) {
                send(words);
            }
        }
        updateKeysBeforeReading();
    }

    /// Early data was refused: what was sent, and what waited, is void.
    void forget() {
        waiting.reset();
        begun = false;
    }

    /// Sending may be possible now.
    void goOn() {
        byte[] all = waiting.toByteArray();
        waiting.reset();
        send(all);
    }

    void echo(byte[] heard) {
        int step = settings.number("-read-size", READ_BYTES);
        for (int at = 0; at < heard.length; at += step) {
            byte[] piece = Arrays.copyOfRange(heard, at, Math.min(heard.length, at + step));
            for (int i = 0; i < piece.length; i++) {
                piece[i] ^= (byte) 0xff;
            }
            if (settings.has("-key-update")) {
                engine.updateKeys(false, out);
            }
            send(piece);
            updateKeysBeforeReading();
        }
    }

    private void send(byte[] bytes) {
        int taken = 0;
        while (waiting.size() == 0 && taken < bytes.length && engine.canSend()) {
            taken += engine.send(bytes, taken, bytes.length - taken, out);
        }
        waiting.write(bytes, taken, bytes.length - taken);
    }

    private void updateKeysBeforeReading() {
        if (settings.has("-key-update-before-read") && engine.stage() == TlsEngine.Stage.CONNECTED) {
            engine.updateKeys(false, out);
        }
    }

    private byte[] export(int length) {
        String label = settings.text("-export-label").orElse("");
        byte[] context = settings.bytes("-export-context").orElse(new byte[0]);
        try {
            return engine instanceof TlsServerEngine server
                    ? server.exportUnconfirmedKeyingMaterial(label, context, length)
                    : engine.exportKeyingMaterial(label, context, length);
        } catch (IllegalStateException early) {
            throw new UnmetException("nothing can be exported: " + early.getMessage());
        }
    }

    /// The length in two bytes, little-endian, then what protects what we read and what we write.
    private void exportTrafficSecrets() {
        if (!(side instanceof ClientSide client)) {
            throw new NotImplementedException("-export-traffic-secrets (server)");
        }
        byte[] reading = client.secrets().serverTraffic();
        send(new byte[]{(byte) reading.length, (byte) (reading.length >>> 8)});
        send(reading);
        send(client.secrets().clientTraffic());
    }
}
