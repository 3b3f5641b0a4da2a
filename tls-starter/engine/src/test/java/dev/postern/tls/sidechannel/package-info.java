/// Does the time of a comparison tell what is compared? Measured beside the tests, by `scripts/sidechannel`, since a clock is asked: see
/// [dev.postern.tls.sidechannel.SideChannels].
package dev.postern.tls.sidechannel;
