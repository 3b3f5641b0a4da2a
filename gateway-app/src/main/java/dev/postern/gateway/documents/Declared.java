package dev.postern.gateway.documents;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Objects that are declared outside the store, for example by the demo. They are shown and served like stored ones, and a write to
/// one is refused.
@Component
public class Declared {
    private final List<Document> documents = new CopyOnWriteArrayList<>();

    public void add(Document document) {
        documents.add(document);
    }

    public List<Document> all() {
        return List.copyOf(documents);
    }

    List<Document> of(Kind kind, String parentId) {
        return documents.stream()
                .filter(document -> document.kind() == kind && document.parentId().equals(parentId)).toList();
    }
}
