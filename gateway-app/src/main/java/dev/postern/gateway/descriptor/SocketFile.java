package dev.postern.gateway.descriptor;

import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import java.util.Set;

/// The file of a UNIX socket. It appears at its path with its permissions, in one step: a front never finds it missing because another
/// process takes it over, and nobody finds it open to all.
final class SocketFile {
    private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);
    /// `sun_path`, with the byte that ends it.
    private static final int LONGEST_PATH_BYTES = 107;

    private final HandoverSettings settings;
    private @Nullable Object identity;

    SocketFile(HandoverSettings settings) {
        this.settings = settings;
    }

    Path path() {
        return settings.socket();
    }

    /// @throws IOException with a sentence for the operator
    synchronized void bind(Channel server) throws IOException {
        Path path = settings.socket();
        Path folder = Objects.requireNonNull(path.getParent(), "the path is absolute");
        Path unseen = folder.resolve("." + ProcessHandle.current().pid() + "." + path.getFileName());
        if (unseen.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH_BYTES) {
            throw new IOException("the path is too long for a socket; " + LONGEST_PATH_BYTES
                    + " bytes, less the few of a temporary name beside it, is all that fits");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    "the folder " + folder + " does not exist; make it, for the user of the gateway alone");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !attributes(path).isOther()) {
            throw new IOException("something else lies there, and is not overwritten");
        }
        try {
            bindUnseen(server, unseen);
            identity = attributes(unseen).fileKey();
            Files.move(unseen, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unseen);
        }
    }

    private void bindUnseen(Channel server, Path unseen) throws IOException {
        var bound = server.bind(new DomainSocketAddress(unseen.toString())).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("the system says " + bound.cause().getMessage(), bound.cause());
        }
        String group = settings.group();
        if (group != null) {
            try {
                Files.getFileAttributeView(unseen, PosixFileAttributeView.class).setGroup(
                        unseen.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
            } catch (UserPrincipalNotFoundException unknown) {
                throw new IOException("there is no group '" + group + "'", unknown);
            } catch (IOException refused) {
                throw new IOException("it cannot be given to the group '" + group
                        + "', which the user of the gateway has to be in", refused);
            }
        }
        Set<PosixFilePermission> permissions = PosixFilePermissions
                .fromString(group == null ? "rw-------" : "rw-rw----");
        Files.setPosixFilePermissions(unseen, permissions);
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /// Unless another process has put its own there meanwhile. Once alone: the file that is there the next time may have got our number.
    synchronized void remove() {
        Object own = identity;
        identity = null;
        try {
            if (own != null && own.equals(attributes(settings.socket()).fileKey())) {
                Files.delete(settings.socket());
            }
        } catch (IOException gone) {
            LOG.debug("The handover socket was removed by somebody else: {}", gone.toString());
        }
    }

    static boolean isListenedOn(Path socket) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return probe.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }
}
