package dev.postern.gateway.descriptor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Handovers by another process, whole and broken. Of a refused one nothing stays open here.
@Timeout(120)
class HandoverSocketTest {
    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final int MOST_BYTES = 16_384;
    private static final LoopResources LOOPS = LoopResources.create("handover", 1, true);

    @TempDir
    Path folder;

    private final BlockingQueue<String> openings = new LinkedBlockingQueue<>();
    private final BlockingQueue<HandoverOutcome> outcomes = new LinkedBlockingQueue<>();
    private HandoverOutcome takersAnswer = HandoverOutcome.TAKEN;
    private final List<HandoverSocket> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(HandoverSocket::close);
    }

    private Path path() {
        return folder.resolve("handover.sock");
    }

    private HandoverSocket open(Duration within, Set<Integer> uids, Set<Integer> gids) {
        return open(new HandoverSettings(path(), null, uids, gids), within);
    }

    private HandoverSocket open(HandoverSettings settings, Duration within) {
        HandoverSocket socket = HandoverSocket.open(settings, LOOPS.onServer(true), MOST_BYTES, within, this::take,
                outcomes::add);
        opened.add(socket);
        return socket;
    }

    /// As whoever serves connections: closes in the end what it took, and only that.
    private HandoverOutcome take(Channel connection, ByteBuf opening, EventLoop loop) {
        openings.add(opening.toString(StandardCharsets.US_ASCII));
        if (takersAnswer == HandoverOutcome.TAKEN) {
            opening.release();
            connection.unsafe().closeForcibly();
        }
        return takersAnswer;
    }

    private record Handed(@Nullable Integer answer, Set<String> inodes) {}

    private Handed hand(String mode) throws IOException, InterruptedException {
        Path script = folder.resolve("handing.py");
        Files.write(script, Objects.requireNonNull(getClass().getResourceAsStream("/descriptor/handing.py"))
                .readAllBytes());
        Process front = new ProcessBuilder("python3", script.toString(), path().toString(), mode)
                .redirectErrorStream(true).start();
        String said = new String(front.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(front.waitFor()).as(said).isZero();
        JsonNode json = JsonMapper.builder().build().readTree(said);
        Set<String> inodes = new HashSet<>();
        json.path("inodes").forEach(inode -> inodes.add("[" + inode.asString() + "]"));
        return new Handed(json.path("answer").isNull() ? null : json.path("answer").asInt(), inodes);
    }

    private @Nullable HandoverOutcome outcome() throws InterruptedException {
        return outcomes.poll(60, TimeUnit.SECONDS);
    }

    private static List<String> openHere(Set<String> inodes) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.map(HandoverSocketTest::target)
                    .filter(target -> inodes.stream().anyMatch(target::endsWith)).toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    @ParameterizedTest
    @CsvSource({"peeked,0", "read,13", "bytewise,13", "longest,16384"})
    void takesAConnectionWithWhatWasReadOfIt(String mode, int bytes) throws Exception {
        open(PATIENT, Set.of(), Set.of());
        assertThat(hand(mode).answer()).isEqualTo(HandoverOutcome.TAKEN.answer());
        assertThat(openings.take()).hasSize(bytes);
        assertThat(outcome()).isEqualTo(HandoverOutcome.TAKEN);
    }

    @ParameterizedTest
    @CsvSource({"tooLong,TOO_LONG", "magic,MALFORMED", "http,MALFORMED", "version,MALFORMED", "none,NO_DESCRIPTOR",
        "two,SEVERAL_DESCRIPTORS", "second,SEVERAL_DESCRIPTORS", "many,SEVERAL_DESCRIPTORS", "pipe,NOT_TCP",
        "udp,NOT_TCP", "unix,NOT_TCP", "listening,NOT_TCP", "unconnected,NOT_TCP"})
    void refusesWithItsReasonWhatIsNoHandoverAndKeepsNothingOpen(String mode, HandoverOutcome reason) throws Exception {
        open(PATIENT, Set.of(), Set.of());
        Handed handed = hand(mode);
        assertThat(handed.answer()).isEqualTo((int) reason.answer());
        assertThat(outcome()).isEqualTo(reason);
        assertThat(openHere(handed.inodes())).isEmpty();
        assertThat(openings).isEmpty();
        assertThat(hand("read").answer()).as("the next handover").isZero();
    }

    @Test
    void keepsNothingOpenOfAConnectionThatItsListenerDoesNotTake() throws Exception {
        open(PATIENT, Set.of(), Set.of());
        takersAnswer = HandoverOutcome.FULL;
        Handed handed = hand("read");
        assertThat(handed.answer()).isEqualTo((int) HandoverOutcome.FULL.answer());
        assertThat(openHere(handed.inodes())).isEmpty();
    }

    @Test
    void aConnectionThatNoEventLoopWouldHaveIsTheFrontsWithoutAnAnswer() throws Exception {
        open(PATIENT, Set.of(), Set.of());
        takersAnswer = HandoverOutcome.NOT_SERVED;
        Handed handed = hand("read");
        assertThat(handed.answer()).isNull();
        assertThat(outcome()).isEqualTo(HandoverOutcome.NOT_SERVED);
        assertThat(openHere(handed.inodes())).isEmpty();
    }

    /// The kernel does not say who is behind a pipe, which lies where the accepted socket was.
    @Test
    void aFrontOfWhichTheKernelDoesNotSayWhoItIsIsClosed() throws Exception {
        HandoverSocket socket = open(PATIENT, Set.of(), Set.of());
        EpollDomainSocketChannel front = new EpollDomainSocketChannel();
        FileDescriptor[] pipe = FileDescriptor.pipe();
        duplicate(pipe[1], front.fd());
        pipe[1].close();
        try {
            assertThatThrownBy(() -> socket.accept(front)).hasMessageContaining("non-socket");
            assertThat(pipe[0].read(ByteBuffer.allocateDirect(1), 0, 1)).as("the other end sees the end").isEqualTo(-1);
        } finally {
            pipe[0].close();
        }
        assertThat(outcomes).isEmpty();
        assertThat(hand("read").answer()).as("the next front").isZero();
    }

    @SuppressWarnings("restricted") // tests are run with native access, as the gateway is
    private static void duplicate(FileDescriptor from, FileDescriptor over) {
        Linker linker = Linker.nativeLinker();
        MethodHandle dup2 = linker.downcallHandle(linker.defaultLookup().findOrThrow("dup2"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            assertThat((int) dup2.invokeExact(from.intValue(), over.intValue())).isEqualTo(over.intValue());
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFrontThatDiesInTheMiddleIsCountedAndLeavesNothingOpen() throws Exception {
        open(PATIENT, Set.of(), Set.of());
        Handed handed = hand("dies");
        assertThat(outcome()).isEqualTo(HandoverOutcome.BROKEN_OFF);
        assertThat(openHere(handed.inodes())).isEmpty();
    }

    @Test
    void aHandoverThatHasNotEndedWithTheEventLoopIsClosedWithoutAnAnswer() throws Exception {
        LoopResources ending = LoopResources.create("ending", 1, true);
        HandoverSocket.open(new HandoverSettings(path(), null, Set.of(), Set.of()), ending.onServer(true), MOST_BYTES,
                PATIENT, this::take, outcomes::add);
        try (SocketChannel waiting = SocketChannel.open(UnixDomainSocketAddress.of(path()));
                SocketChannel malformed = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
            malformed.write(ByteBuffer.wrap("not this".getBytes(StandardCharsets.US_ASCII)));
            assertThat(malformed.read(ByteBuffer.allocate(1))).as("whoever connected before is waited for").isOne();
            ending.disposeLater(Duration.ZERO, PATIENT).block(PATIENT);
            assertThat(waiting.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({"stops", "silent"})
    void aFrontThatIsTooSlowIsToldSoAndLeavesNothingOpen(String mode) throws Exception {
        open(Duration.ofMillis(300), Set.of(), Set.of());
        Handed handed = hand(mode);
        assertThat(handed.answer()).isEqualTo((int) HandoverOutcome.DEADLINE.answer());
        assertThat(outcome()).isEqualTo(HandoverOutcome.DEADLINE);
        assertThat(openHere(handed.inodes())).isEmpty();
    }

    @Test
    void takesConnectionsFromTheUsersAndGroupsThatAreNamedAlone() throws Exception {
        int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        int gid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
        open(PATIENT, Set.of(uid + 1), Set.of());
        Handed foreign = hand("read");
        assertThat(foreign.answer()).isEqualTo((int) HandoverOutcome.FOREIGN_PEER.answer());
        assertThat(outcome()).isEqualTo(HandoverOutcome.FOREIGN_PEER);
        assertThat(openHere(foreign.inodes())).isEmpty();
        assertThat(openings).isEmpty();

        open(PATIENT, Set.of(uid + 1, uid), Set.of());
        assertThat(hand("read").answer()).isZero();
        open(PATIENT, Set.of(uid + 1), Set.of(gid));
        assertThat(hand("read").answer()).as("by group").isZero();
        open(PATIENT, Set.of(), Set.of(gid + 1));
        assertThat(hand("read").answer()).as("by another group").isEqualTo((int) HandoverOutcome.FOREIGN_PEER.answer());
    }

    @Test
    void theFileIsItsOwnersAloneAndGoesWithTheSocketUnlessAnotherTookItsPlace() throws Exception {
        HandoverSocket first = open(PATIENT, Set.of(), Set.of());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-------");
        HandoverSocket second = open(PATIENT, Set.of(), Set.of());
        first.close().toCompletableFuture().join();
        assertThat(hand("read").answer()).as("the second serves at the path").isZero();
        second.close().toCompletableFuture().join();
        assertThat(path()).doesNotExist();
        assertThat(folder.toFile().list()).containsExactly("handing.py");
    }

    /// The file system gives the number of a deleted file to the next one; here it is the same file again.
    @Test
    void aSocketThatIsClosedTwiceLeavesTheNextOnesFileAloneThoughItHasTheSameNumber() throws Exception {
        HandoverSocket first = open(PATIENT, Set.of(), Set.of());
        Path kept = folder.resolve("kept");
        Files.createLink(kept, path());
        first.close().toCompletableFuture().join();
        assertThat(path()).doesNotExist();
        Files.move(kept, path());
        first.close().toCompletableFuture().join();
        assertThat(path()).exists();
    }

    @Test
    void theFileIsGivenToTheGroupThatIsNamed() throws Exception {
        String group = Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
        open(new HandoverSettings(path(), group, Set.of(), Set.of()), PATIENT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-rw----");
    }

    @Test
    void saysWhatIsInTheWay() throws Exception {
        Files.writeString(path(), "something");
        assertThatThrownBy(() -> open(PATIENT, Set.of(), Set.of())).isInstanceOf(UnusableHandoverSocket.class)
                .hasMessageContaining("something else lies there");
        assertThat(path()).hasContent("something");
        assertThatThrownBy(
                () -> open(new HandoverSettings(folder.resolve("no/such.sock"), null, Set.of(), Set.of()), PATIENT))
                .hasMessageContaining("the folder").hasMessageContaining("does not exist");
        assertThatThrownBy(
                () -> open(new HandoverSettings(folder.resolve("x".repeat(100)), null, Set.of(), Set.of()), PATIENT))
                .hasMessageContaining("the path is too long");
        assertThatThrownBy(
                () -> open(new HandoverSettings(folder.resolve("a.sock"), "no-such-group", Set.of(), Set.of()),
                        PATIENT))
                .hasMessageContaining("there is no group 'no-such-group'");
        LoopResources withoutEpoll = LoopResources.create("nio", 1, true);
        assertThatThrownBy(() -> HandoverSocket.open(
                new HandoverSettings(folder.resolve("b.sock"), null, Set.of(), Set.of()), withoutEpoll.onServer(false),
                MOST_BYTES, PATIENT, this::take, outcomes::add)).hasMessageContaining("native epoll transport");
        withoutEpoll.dispose();
    }
}
