package dev.postern.gateway.lifecycle;

import java.util.List;

/// What the start prints below `Postern is ready`.
@FunctionalInterface
public interface StartLines {

    /// Lines to try or to read; without secrets.
    List<String> lines();
}
