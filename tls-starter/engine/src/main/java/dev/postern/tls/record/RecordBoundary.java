package dev.postern.tls.record;

/// Proof that the handshake stands on a record boundary: no byte of a further message arrived under the keys that are about to go.
///
/// Only [RecordReader#boundary] makes one, and it is good until the next record is read. Without this proof, plaintext that an attacker
/// appended to ServerHello would count as protected (CVE-2023-6937, CVE-2025-61730).
public final class RecordBoundary {
    private final RecordReader reader;
    private final long records;

    RecordBoundary(RecordReader reader, long records) {
        this.reader = reader;
        this.records = records;
    }

    boolean isCurrent(RecordReader asking, long recordsNow) {
        return reader == asking && records == recordsNow;
    }
}
