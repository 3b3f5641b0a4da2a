package dev.postern.gateway.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

import static java.util.Objects.requireNonNull;

/// Files that only the process's own user may read. The permissions are there from the first byte, not set afterwards.
public final class PrivateFile {
    private PrivateFile() {}

    /// Makes a new file. @throws java.nio.file.FileAlreadyExistsException when there is one
    public static void create(Path file, String content) throws IOException {
        createDirectory(file);
        Files.createFile(file, attributes(file));
        Files.writeString(file, content, StandardOpenOption.WRITE);
    }

    /// Makes or replaces a file at once: a reader sees the old one or the new one, whole, also when two processes share the folder for
    /// a moment and both write.
    public static void replace(Path file, byte[] content) throws IOException {
        Path next = Files.createTempFile(createDirectory(file), file.getFileName() + ".", ".next", attributes(file));
        try {
            Files.write(next, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    public static void replace(Path file, String content) throws IOException {
        replace(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private static Path createDirectory(Path file) throws IOException {
        return Files.createDirectories(requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder"));
    }

    private static FileAttribute<?>[] attributes(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[]{
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }
}
