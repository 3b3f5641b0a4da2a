package dev.postern.gateway.listener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/// A place at a port, of the two that the processes of one data directory have: one serves, the other takes over from it. A place is a
/// file that its holder keeps locked, so it is free again however that process ended, and nobody who cannot write the data directory can
/// pass for the elder.
final class PortPlace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PortPlace.class);

    private final FileChannel own;
    private final Path other;
    /// Who held the other place when this one was taken; empty when nobody did.
    private final String elder;

    private PortPlace(FileChannel own, Path other) throws IOException {
        this.own = own;
        this.other = other;
        this.elder = holder(other);
    }

    /// @return empty when both places are held
    /// @throws IOException when the folder cannot be written
    static Optional<PortPlace> take(Path folder, InetSocketAddress address) throws IOException {
        return take(folder, address.getAddress().getHostAddress().replace(':', '_') + "_" + address.getPort());
    }

    /// @param name of the place, of characters that a file's name may have
    static Optional<PortPlace> take(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Path first = folder.resolve(name + ".a");
        Path second = folder.resolve(name + ".b");
        Optional<PortPlace> taken = take(first, second);
        return taken.isPresent() ? taken : take(second, first);
    }

    private static Optional<PortPlace> take(Path file, Path other) throws IOException {
        FileChannel channel = open(file);
        try {
            if (lock(channel).isPresent()) {
                // A new name for each holder: one that comes after the elder into its place is not the elder.
                channel.write(ByteBuffer.wrap(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII)), 0);
                return Optional.of(new PortPlace(channel, other));
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException heldInThisJvm) {
            return Optional.empty();
        }
    }

    /// The name of whoever holds it, or nothing.
    private static String holder(Path file) throws IOException {
        try (FileChannel channel = open(file)) {
            return lock(channel).isPresent() ? "" : Files.readString(file);
        }
    }

    /// Whether the process that was there before still listens.
    boolean elderListens() {
        return !elder.isEmpty() && elder.equals(otherHolder());
    }

    /// Whether the elder or the next listens.
    boolean otherListens() {
        return !otherHolder().isEmpty();
    }

    private String otherHolder() {
        try {
            return holder(other);
        } catch (IOException e) {
            LOG.warn("Whether another process listens here cannot be read: {}", e.toString());
            return elder;
        }
    }

    /// Called once nothing is listened to any more.
    @Override
    public void close() {
        try {
            own.close();
        } catch (IOException e) {
            LOG.warn("A place at a port is not given up before the process ends: {}", e.toString());
        }
    }
}
