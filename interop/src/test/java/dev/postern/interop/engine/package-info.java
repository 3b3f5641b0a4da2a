/// Our engine on a real socket, in the simplest way there is: one blocking thread per connection. For tests; a product uses tls-netty.
///
/// Start at [EngineServer] and [EngineClient]; what an end saw is its [EngineJournal].
@NullMarked
package dev.postern.interop.engine;

import org.jspecify.annotations.NullMarked;
