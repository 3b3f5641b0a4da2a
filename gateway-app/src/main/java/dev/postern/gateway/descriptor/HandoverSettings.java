package dev.postern.gateway.descriptor;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Set;

/// Where connections are handed over, and by whom.
///
/// @param socket path of the UNIX socket; made when the listener starts
/// @param group  of the socket's file, which may then connect, or null where only its owner may
/// @param uids   users whose processes may hand over; with `gids` empty too, this process's own user alone
/// @param gids   groups whose processes may
public record HandoverSettings(Path socket, @Nullable String group, Set<Integer> uids, Set<Integer> gids) {
    public HandoverSettings {
        socket = socket.toAbsolutePath().normalize();
        uids = Set.copyOf(uids);
        gids = Set.copyOf(gids);
    }
}
