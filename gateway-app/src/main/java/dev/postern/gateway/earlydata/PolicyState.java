package dev.postern.gateway.earlydata;

import java.util.List;

/// What the database says about early data as a whole, read at one moment.
///
/// @param revision of the last write
/// @param stages   changes on their way, the oldest first; some may be over since
record PolicyState(long revision, KillSwitch killSwitch, List<Stage> stages) {
    PolicyState {
        stages = List.copyOf(stages);
    }
}
