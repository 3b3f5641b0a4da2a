package dev.postern.interop.peer;

import dev.postern.interop.pki.Identity;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a peer's client is to call us.
///
/// @param port      of our server on loopback
/// @param roots     PEM file with whom to trust
/// @param groups    to offer, in this order; a share goes with the first. Empty for the peer's own choice
/// @param suite     the only one to offer; empty for the peer's own choice
/// @param identity  to present when asked
/// @param protocols ALPN
/// @param resume    whether to connect twice, the second time with a ticket of the first
/// @param early     text to send as early data, when resuming; empty for none
/// @param course    of the connection that is reported
/// @param more      options that only this peer knows
public record ClientRun(int port, Path roots, List<NamedGroup> groups, Optional<CipherSuite> suite,
        Optional<Identity> identity, List<String> protocols, boolean resume, String early, Course course,
        List<String> more) {

    /// What the client does once connected.
    public enum Course {
        /// `line 1`, its echo, close.
        ONE_LINE(1),
        /// `line 1`, its echo, `line 2`, its echo, close.
        TWO_LINES(2),
        /// The same, with a KeyUpdate by the client before the second line, which asks us for ours.
        UPDATE_KEYS(2),
        /// `line 1`, its echo, and then we close first.
        SERVER_CLOSES(1);

        private final int lines;

        Course(int lines) {
            this.lines = lines;
        }

        public int lines() {
            return lines;
        }
    }

    public static ClientRun to(int port, Path roots) {
        return new ClientRun(port, roots, List.of(), Optional.empty(), Optional.empty(), List.of(), false, "",
                Course.ONE_LINE, List.of());
    }

    public ClientRun groups(List<NamedGroup> value) {
        return new ClientRun(port, roots, value, suite, identity, protocols, resume, early, course, more);
    }

    public ClientRun suite(CipherSuite value) {
        return new ClientRun(port, roots, groups, Optional.of(value), identity, protocols, resume, early, course, more);
    }

    public ClientRun identity(Identity value) {
        return new ClientRun(port, roots, groups, suite, Optional.of(value), protocols, resume, early, course, more);
    }

    public ClientRun protocols(String... value) {
        return new ClientRun(port, roots, groups, suite, identity, List.of(value), resume, early, course, more);
    }

    public ClientRun resuming() {
        return new ClientRun(port, roots, groups, suite, identity, protocols, true, early, course, more);
    }

    /// Resumes, too.
    public ClientRun early(String text) {
        return new ClientRun(port, roots, groups, suite, identity, protocols, true, text, course, more);
    }

    public ClientRun course(Course value) {
        return new ClientRun(port, roots, groups, suite, identity, protocols, resume, early, value, more);
    }

    public ClientRun more(String... value) {
        return new ClientRun(port, roots, groups, suite, identity, protocols, resume, early, course, List.of(value));
    }
}
