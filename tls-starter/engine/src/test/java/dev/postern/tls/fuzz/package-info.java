/// What fuzzers throw at the engine, and what must hold whatever they throw.
///
/// A [dev.postern.tls.fuzz.FuzzTarget] is plain Java without a fuzzer in it: `CorpusTest` runs every target over its committed inputs
/// in each build, and `scripts/fuzz` hands the same targets to Jazzer, which looks for more. [dev.postern.tls.fuzz.FuzzTargets] lists
/// them; start there.
///
/// | crypto | sees through records | forges Finished, binders, tickets | what it is for |
/// | --- | --- | --- | --- |
/// | real | no | no | what a stranger on the network can do |
/// | `GlassCrypto.honest` | yes | no | what the transcript must notice |
/// | `GlassCrypto.blind` | yes | yes | a peer that is hostile and knows its keys |
package dev.postern.tls.fuzz;
