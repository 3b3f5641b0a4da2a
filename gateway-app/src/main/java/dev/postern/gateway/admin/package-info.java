/// The admin plane as a whole: its TLS, its JSON, its probes, its OpenAPI document, and what is asked across features (`resolve`,
/// `audit`, `system`).
///
/// It sees every feature, and nobody sees it. Start at `AdminConfiguration`.
@NullMarked
package dev.postern.gateway.admin;

import org.jspecify.annotations.NullMarked;
