package dev.postern.gateway.documents;

import java.util.List;

/// Everything that a snapshot is compiled from. Also what is saved as the last good one: keys stay sealed in it.
public record StoreContents(long revision, List<Document> documents, List<SealedCertificate> certificates) {
    public static final StoreContents EMPTY = new StoreContents(0, List.of(), List.of());

    public StoreContents {
        documents = List.copyOf(documents);
        certificates = List.copyOf(certificates);
    }

    public List<Document> ofKind(Kind kind) {
        return documents.stream().filter(document -> document.kind() == kind).toList();
    }
}
