package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.RecordPadding;
import dev.postern.tls.config.RecordPolicy;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static dev.postern.tls.netty.HandlerServer.onLoop;
import static dev.postern.tls.netty.HandlerServer.seenOff;
import static dev.postern.tls.netty.HandlerServer.until;
import static org.assertj.core.api.Assertions.assertThat;

/// How many bytes of buffers a client can make one connection take at its worst moment, on the heap and beside it: the connection has an
/// allocator of its own. The figures stand in `docs/operations/limits.md`.
@Timeout(120)
class HostilePeerMemoryTest {
    private static final int FLOOD = 512 * 1024;
    private static final int UNREAD_EARLY_DATA = 512 * 1024;
    private static final int UNREAD_ANSWERS = 256 * 1024;
    private static final Path LIMITS_PAGE = Path.of("..", "..", "docs", "operations", "limits.md");

    private static final int EARLY_BYTES = 16 * 1024;
    /// Far more than a connection's buffers in the kernel.
    private static final int FAR_TOO_MUCH = 64 * 1024 * 1024;
    private static final int LARGE = 64 * 1024;
    private static final int PIECE = 16 * 1024;

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Limits PATIENT = new Limits(16 * 1024, 16 * 1024, 64 * 1024, 10, 16, 8, 64, 32, 32, 4,
            EARLY_BYTES, 64 * 1024, 32 * 1024, 1L << 24, LONG, LONG, LONG);

    private final SecureRandom random = new SecureRandom();
    private final EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(), random::nextBytes,
            System::currentTimeMillis, PATIENT);
    private final TlsPolicy policy = TestServer.policy(environment);
    private MeteredAllocator buffers = new MeteredAllocator();

    @Test
    void theFiguresAreTheOnesThatTheDocumentsState() throws IOException {
        assertThat(Files.readString(LIMITS_PAGE)).contains(row(FLOOD, "takesLittleOfAFloodWhileAQuestionIsOpen"),
                row(UNREAD_EARLY_DATA, "takesLittleForEarlyDataThatNobodyReads"),
                row(UNREAD_ANSWERS, "takesLittleForAnswersThatNobodyReads"));
    }

    private static String row(int bytes, String method) {
        return "| %d KiB | `HostilePeerMemoryTest.%s` |".formatted(bytes / 1024, method);
    }

    @Test
    void takesLittleOfAFloodWhileAQuestionIsOpen() throws Exception {
        CompletableFuture<TlsPolicy> answer = new CompletableFuture<>();
        try (HandlerServer server = server(_ -> answer, true, new Keeping());
                EngineSocket client = new EngineSocket(environment, server.port(), fresh().build())) {
            client.start("");
            Thread.ofVirtual().start(() -> flood(client));
            TlsHandler handler = server.accepted();
            until(handler, () -> handler.connected().ciphertext().length() > PausedReads.MOST_BYTES);

            assertBounded(handler, PausedReads.MOST_BYTES, FLOOD);
            answer.complete(policy);
            client.untilClosed();
            client.close();
            assertGivenBack(handler);
        }
    }

    /// How a client cuts up what it sends early, to cost as much as can be for each byte of it.
    enum Cut {
        /// Every record is nearly all padding, which does not count towards the limit.
        PADDED {
            @Override
            RecordPolicy records() {
                return new RecordPolicy(64, 1 << 14, RecordPadding.toMultipleOf(1 << 14));
            }

            @Override
            void send(EngineSocket client) throws IOException {
                client.start(new byte[EARLY_BYTES]);
            }
        },
        SINGLE_BYTES {
            @Override
            void send(EngineSocket client) throws IOException {
                client.start("");
                for (int i = 0; i < EARLY_BYTES; i++) {
                    client.send(new byte[1]);
                }
            }
        };

        RecordPolicy records() {
            return RecordPolicy.DEFAULT;
        }

        abstract void send(EngineSocket client) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void takesLittleForEarlyDataThatNobodyReads(Cut cut) throws Exception {
        ClientSession ticket = ticket();
        Keeping unread = new Keeping();
        try (HandlerServer server = server(_ -> CompletableFuture.completedFuture(policy), false, unread);
                EngineSocket client = new EngineSocket(environment, server.port(),
                        early(ticket).records(cut.records()).build())) {
            cut.send(client);
            TlsHandler handler = server.accepted();
            until(handler, () -> unread.bytes == EARLY_BYTES);

            assertThat(onLoop(handler, () -> handler.tls().stage())).isEqualTo(Stage.UNCONFIRMED);
            assertBounded(handler, EARLY_BYTES, UNREAD_EARLY_DATA);
            client.close();
            assertGivenBack(handler);
        }
    }

    /// Who asks and reads nothing.
    enum Asker {
        CONFIRMED,
        REPLAYER
    }

    @ParameterizedTest
    @EnumSource
    void takesLittleForAnswersThatNobodyReads(Asker asker) throws Exception {
        ClientSession ticket = ticket();
        Answering answers = new Answering();
        try (HandlerServer server = server(_ -> CompletableFuture.completedFuture(policy), true, answers);
                EngineSocket client = new EngineSocket(environment, server.port(), early(ticket).build())) {
            switch (asker) {
                case CONFIRMED -> client.handshake();
                case REPLAYER -> client.start("");
            }
            client.send("first");
            TlsHandler handler = server.accepted();
            until(handler, () -> answers.asked > 0 && !handler.connected().context().channel().isWritable());
            client.send(new byte[EARLY_BYTES - "first".length()]);
            until(handler, () -> answers.asked == EARLY_BYTES);

            assertThat(onLoop(handler, () -> handler.tls().stage()))
                    .isEqualTo(asker == Asker.REPLAYER ? Stage.UNCONFIRMED : Stage.CONNECTED);
            assertThat(onLoop(handler, () -> handler.connected().context().channel().isWritable())).isFalse();
            assertBounded(handler, LARGE, UNREAD_ANSWERS);
            client.close();
            assertGivenBack(handler);
        }
    }

    /// @param least so that it is known to measure something
    private void assertBounded(TlsHandler handler, long least, long most) throws Exception {
        long held = onLoop(handler, buffers::held);
        assertThat(held).isGreaterThanOrEqualTo(least);
        assertThat(onLoop(handler, buffers::most))
                .as("bytes of buffers of one connection, of which are held now " + held)
                .isLessThanOrEqualTo(most);
    }

    private void assertGivenBack(TlsHandler handler) throws Exception {
        seenOff(handler);
        assertThat(onLoop(handler, buffers::held)).as("after the connection").isZero();
    }

    private HandlerServer server(TlsPolicySelector selector, boolean automatically, ChannelHandler application)
            throws InterruptedException {
        MeteredAllocator own = buffers;
        return new HandlerServer(
                new TlsServerContext(environment, selector, TlsObserver.NONE, List.of("http/1.1")), channel -> {
                    channel.config().setAutoRead(automatically).setAllocator(own);
                    channel.pipeline().addLast(application);
                });
    }

    private ClientSession ticket() throws Exception {
        try (HandlerServer server = server(_ -> CompletableFuture.completedFuture(policy), true, new Keeping());
                EngineSocket client = new EngineSocket(environment, server.port(), fresh().build())) {
            client.handshake().until(() -> !client.sessions.isEmpty());
            return client.sessions.getFirst();
        } finally {
            buffers = new MeteredAllocator();
        }
    }

    private static TlsClientConfig.Builder fresh() {
        return TlsClientConfig.to("localhost").applicationProtocols("http/1.1");
    }

    private static TlsClientConfig.Builder early(ClientSession ticket) {
        return fresh().sessions(List.of(ticket)).earlyData(true);
    }

    private static void flood(EngineSocket client) {
        byte[] piece = new byte[LARGE];
        try {
            for (int sent = 0; sent < FAR_TOO_MUCH; sent += LARGE) {
                client.raw(piece);
            }
        } catch (IOException over) {
            // It was sent away, as it should be.
        }
    }

    /// An application that takes what it gets and does nothing with it. Seen from the event loop alone.
    private static final class Keeping extends ChannelInboundHandlerAdapter {
        private final List<ByteBuf> kept = new ArrayList<>();
        private int bytes;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            bytes += buffer.readableBytes();
            kept.add(buffer);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            kept.forEach(ByteBuf::release);
            kept.clear();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A client of these tests leaves as it likes.
        }
    }

    /// An application that answers without end as long as the channel takes it. Seen from the event loop alone.
    private static final class Answering extends ChannelInboundHandlerAdapter {
        private int asked;
        private int written;
        private boolean answering;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            asked += buffer.readableBytes();
            buffer.release();
            answer(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            answer(context);
        }

        private void answer(ChannelHandlerContext context) {
            if (answering || asked == 0) {
                return;
            }
            answering = true;
            while (context.channel().isWritable() && written < FAR_TOO_MUCH) {
                written += PIECE;
                context.writeAndFlush(context.alloc().heapBuffer(PIECE).writeZero(PIECE));
            }
            answering = false;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // As above.
        }
    }
}
