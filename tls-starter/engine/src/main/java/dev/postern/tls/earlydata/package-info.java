/// 0-RTT: whether early data is let in, and why not. RFC 9846 2.3, 4.3.10 and 8.
///
/// [ReplayGuard] is the judge, over a [ReplayStore] such as [ClientHelloRecorder]. The checks that one connection can make are the server's
/// own business and not here, where others may enter.
///
/// Start at [EarlyDataReason] (every outcome has one) and [EarlyDataOffer] (what the judge of replay is told). The static checks are the
/// engine's; the judgement that needs memory shared by many connections is asked for by
/// [dev.postern.tls.Pause.JudgeEarlyData].
@NullMarked
package dev.postern.tls.earlydata;

import org.jspecify.annotations.NullMarked;
