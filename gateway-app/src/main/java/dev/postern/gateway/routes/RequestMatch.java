package dev.postern.gateway.routes;

/// Where a request goes, or why nowhere.
public sealed interface RequestMatch {

    record Routed(Host host, Route route, NormalisedPath path) implements RequestMatch {}

    /// @param sentence for the log and for `resolve`; holds nothing that the client sent
    record Refused(Refusal refusal, String sentence) implements RequestMatch {}

    /// Why a request is refused, and the status that says so.
    enum Refusal {
        BAD_AUTHORITY(400, "badAuthority"),
        AMBIGUOUS_PATH(400, "ambiguousPath"),
        /// The connection was opened for another host (RFC 9110 15.5.20).
        MISDIRECTED(421, "misdirected"),
        NO_ROUTE(404, "noRoute");

        private final int status;
        private final String code;

        Refusal(int status, String code) {
            this.status = status;
            this.code = code;
        }

        public int status() {
            return status;
        }

        public String code() {
            return code;
        }
    }
}
