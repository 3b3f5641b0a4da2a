/// Who may use the admin plane: deny by default, one bearer token, and for the web UI a session cookie that was exchanged for it.
///
/// Nobody enters; Spring Security calls. Start at `SecurityConfiguration`.
@NullMarked
package dev.postern.gateway.security;

import org.jspecify.annotations.NullMarked;
