package dev.postern.gateway.ledger;

/// The store lacks writes that this process has seen, or has others in their place. Nothing of it may be taken up here, and nothing that is
/// written here would be heard of by whoever has seen the same.
public final class OtherHistory extends RuntimeException {

    private OtherHistory(String what) {
        super("The store " + what + ": was it restored from a copy? A restart serves what it holds.");
    }

    static OtherHistory shorter(long revision, long seen) {
        return new OtherHistory("is at revision " + revision + ", older than " + seen + ", which it had before");
    }

    static OtherHistory different(long seen) {
        return new OtherHistory("has another revision " + seen + " than it had before");
    }
}
