/// What the environment decides (`postern.*`): where to listen, where data lies, how the process leaves. The admin API shows it and
/// never changes it; hosts, routes and certificates are the store's.
///
/// Everybody may read. Start at [PosternProperties].
@NullMarked
package dev.postern.gateway.settings;

import org.jspecify.annotations.NullMarked;
