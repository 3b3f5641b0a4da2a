package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.Pause;
import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.ArrayOutput;
import dev.postern.tls.event.ArraySink;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Our client engine in front of a server in an [EmbeddedChannel]: nothing goes either way unless the test says so.
final class EmbeddedClient {
    private final TlsClientEngine engine;
    private final ArrayOutput output = new ArrayOutput();
    private final List<ClientSession> sessions = new ArrayList<>();
    private EmbeddedChannel server = new EmbeddedChannel();

    private final ArraySink sink = new ArraySink() {
        @Override
        protected void data(byte[] bytes, DataKind kind) {}

        @Override
        public void event(TlsEvent event) {
            if (event instanceof TlsEvent.TicketReceived ticket) {
                sessions.add(ticket.session());
            }
        }
    };

    EmbeddedClient(EngineEnvironment environment, TlsClientConfig config) {
        engine = new TlsClientEngine(environment, config);
    }

    EmbeddedClient to(EmbeddedChannel channel) {
        server = channel;
        return this;
    }

    List<ClientSession> sessions() {
        return sessions;
    }

    EarlyDataReason earlyData() {
        return engine.session().orElseThrow().earlyData();
    }

    /// Makes a hello, and early data behind it, and delivers nothing.
    void start(String earlyData) {
        engine.start(output);
        byte[] bytes = earlyData.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > 0) {
            engine.send(bytes, 0, bytes.length, output);
        }
    }

    /// Says to the server what there is to say.
    void deliver() {
        deliverAllBut(0);
    }

    void deliverAllBut(int bytes) {
        byte[] all = output.take();
        server.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOf(all, all.length - bytes)));
    }

    /// Takes what the server said; an answer is not delivered yet.
    void read() {
        for (ByteBuf next = server.readOutbound(); next != null; next = server.readOutbound()) {
            byte[] bytes = ByteBufUtil.getBytes(next);
            next.release();
            int at = 0;
            do {
                at += engine.receive(bytes, at, bytes.length - at, output, sink);
            } while (trusts());
            if (at < bytes.length) {
                throw new AssertionError("the server wrote a part of a record");
            }
        }
    }

    void handshake() {
        start("");
        deliver();
        read();
        deliver();
        read();
    }

    private boolean trusts() {
        if (engine.pause().orElse(null) instanceof Pause.VerifyPeer question) {
            question.resume(new PeerVerdict.Trusted(), output, sink);
            return true;
        }
        return false;
    }
}
