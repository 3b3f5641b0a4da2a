package dev.postern.gateway.documents;

import dev.postern.gateway.ledger.History.Head;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// Everything that a snapshot is compiled from. Also what is saved as the last good one: keys stay sealed in it.
///
/// @param stamp of the write that left it so; files of older releases have none
public record StoreContents(long revision, @Nullable String stamp, List<Document> documents,
        List<SealedCertificate> certificates) {
    public static final StoreContents EMPTY = new StoreContents(0, "", List.of(), List.of());

    public StoreContents {
        documents = List.copyOf(documents);
        certificates = List.copyOf(certificates);
    }

    public Head writtenBy() {
        return new Head(revision, stamp == null ? "" : stamp);
    }

    public List<Document> ofKind(Kind kind) {
        return documents.stream().filter(document -> document.kind() == kind).toList();
    }
}
