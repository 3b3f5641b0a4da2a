/// Lets BoringSSL's test runner drive our engine, server and client. It translates the runner's flags into configurations, answers to the
/// engine's questions, and expectations; no rule of the protocol lives here.
///
/// Start at [BogoShim], which serves one request of the forwarder after another, and at [ShimRun], one test case. [Flags] says which flags
/// are known; what is not is excluded with a reason in `exclusions.json`.
@NullMarked
package dev.postern.interop.bogo;

import org.jspecify.annotations.NullMarked;
