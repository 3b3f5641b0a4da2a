/// What the admin API writes, as JSON documents: the mechanics that every resource shares (lists, ETags, merge patch, dry run,
/// names, read-only declared objects).
///
/// A feature describes its resource ([Resource]) and gets [Documents]. Start at [Documents]; [StoreContents] is what the compiler
/// reads.
@NullMarked
package dev.postern.gateway.documents;

import org.jspecify.annotations.NullMarked;
