package dev.postern.gateway.probe;

import java.io.PrintStream;
import java.util.List;

/// The command line: `probe HOST[:PORT] [--json] ...`.
///
/// | exit status | means |
/// | --- | --- |
/// | 0 | examined, and a captured flight was refused or there was none to capture |
/// | 1 | no handshake of TLS 1.3 |
/// | 2 | the command line makes no sense |
/// | 3 | the same early data was accepted twice |
/// | 4 | early data was accepted once, and what becomes of it the second time is not known |
public final class Probe {
    static final int EXAMINED = 0;
    static final int NO_HANDSHAKE = 1;
    static final int USAGE = 2;
    static final int ACCEPTED_TWICE = 3;
    static final int REPLAY_UNKNOWN = 4;

    private Probe() {}

    /// @param arguments what follows the word `probe`
    /// @return the exit status
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        ProbeTarget target;
        try {
            target = ProbeTarget.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            err.println(ProbeTarget.USAGE);
            return USAGE;
        }
        Report report = new Examination(target).run();
        out.println(target.json() ? JsonReport.of(report) : TextReport.of(report));
        return status(report);
    }

    private static int status(Report report) {
        if (report.handshake() == null) {
            return NO_HANDSHAKE;
        }
        Report.Replay replay = report.replay();
        return replay == null ? EXAMINED : switch (replay.outcome()) {
            case ACCEPTED -> ACCEPTED_TWICE;
            case REFUSED -> EXAMINED;
            case UNKNOWN -> REPLAY_UNKNOWN;
        };
    }
}
