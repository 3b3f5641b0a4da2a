/// One request's life, phases in call order: form, limits, host and route, early data, fields, upstream, streaming, end.
///
/// The listener hands in requests and is written to through [ClientStream]; the upstream client answers through
/// [dev.postern.gateway.upstream.UpstreamListener]. What is decided about early data is in [EarlyDecision] (RFC 8470), what is done to
/// fields in [ForwardedFields] (RFC 9110 7.6). Start at [RequestLife].
@NullMarked
package dev.postern.gateway.proxy;

import org.jspecify.annotations.NullMarked;
