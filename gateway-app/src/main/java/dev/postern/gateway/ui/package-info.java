/// The admin web UI's files, served below `/ui/` on the admin plane. They hold no secret and are the way to sign in, so
/// they are readable without a session; all they show comes from the REST API, which is not.
///
/// Nobody enters this package. Start at `UiRoutes`; the UI itself is the module `admin-ui`.
@NullMarked
package dev.postern.gateway.ui;

import org.jspecify.annotations.NullMarked;
