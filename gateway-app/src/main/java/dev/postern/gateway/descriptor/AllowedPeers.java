package dev.postern.gateway.descriptor;

import io.netty.channel.unix.PeerCredentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/// Who may hand connections over, by what the kernel says of the process that connected. Whoever may can say which client is behind a
/// connection (its address is the socket's) and see nothing of what others hand over.
///
/// @param uids users
/// @param gids groups
record AllowedPeers(Set<Integer> uids, Set<Integer> gids) {

    static AllowedPeers of(HandoverSettings settings) throws IOException {
        return settings.uids().isEmpty() && settings.gids().isEmpty()
                ? new AllowedPeers(Set.of((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid")), Set.of())
                : new AllowedPeers(settings.uids(), settings.gids());
    }

    boolean include(PeerCredentials peer) {
        return uids.contains(peer.uid()) || Arrays.stream(peer.gids()).anyMatch(gids::contains);
    }
}
