/// Secrets at rest: sealed with AES-256-GCM under a key-encryption key that lies outside the database.
///
/// Stores enter through [Vault]. Start there; [KeyOrigin] says where its key comes from.
@NullMarked
package dev.postern.gateway.vault;

import org.jspecify.annotations.NullMarked;
