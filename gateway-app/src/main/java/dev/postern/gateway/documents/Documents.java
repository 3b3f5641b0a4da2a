package dev.postern.gateway.documents;

import dev.postern.gateway.ledger.Change;
import dev.postern.gateway.ledger.Ledger;
import dev.postern.gateway.problem.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/// Reads and writes one kind of resource. Blocking: called on virtual threads.
///
/// @param <I> what is sent and stored
/// @param <V> what is shown
public final class Documents<I, V> {
    private final Resource<I, V> resource;
    private final DocumentStore store;
    private final Ledger ledger;
    private final JsonMapper json;

    public Documents(Resource<I, V> resource, DocumentStore store, Ledger ledger, JsonMapper json) {
        this.resource = resource;
        this.store = store;
        this.ledger = ledger;
        this.json = json;
    }

    /// How a write is made.
    ///
    /// @param ifMatch what the client read, or null
    public record Write(String actor, boolean dryRun, @Nullable String ifMatch) {}

    public Page<V> list(String parentId, int limit, @Nullable String after) {
        resource.requireParent(parentId, false);
        List<Document> found = store.list(resource.kind(), parentId, Page.position(after), Page.limit(limit) + 1);
        boolean more = found.size() > limit;
        List<Document> page = more ? found.subList(0, limit) : found;
        return new Page<>(page.stream().map(this::view).toList(), more ? Page.cursor(page.getLast().name()) : null);
    }

    public Tagged<V> get(String parentId, String id) {
        return tagged(require(parentId, id));
    }

    public Tagged<V> create(String parentId, I input, Write write) {
        return ledger.write(write.actor(), write.dryRun(), change -> {
            resource.requireParent(parentId, true);
            I body = resource.checked(given(input));
            return tagged(store.insert(change, resource.kind(), store.newId(resource.kind()), parentId,
                    resource.nameOf(body), json.writeValueAsString(body)));
        });
    }

    public Tagged<V> replace(String parentId, String id, I input, Write write) {
        return ledger.write(write.actor(), write.dryRun(),
                change -> update(change, current(parentId, id, write), input));
    }

    public Tagged<V> patch(String parentId, String id, JsonNode patch, Write write) {
        return ledger.write(write.actor(), write.dryRun(), change -> {
            Document old = current(parentId, id, write);
            // Read as what it is first: what another release stored is no fault of the patch.
            old.read(json, resource.inputType());
            JsonNode merged = MergePatch.apply(json.readTree(old.body()), resource.meaning(patch));
            return update(change, old, json.treeToValue(merged, resource.inputType()));
        });
    }

    public void delete(String parentId, String id, Write write) {
        ledger.write(write.actor(), write.dryRun(), change -> {
            Document old = current(parentId, id, write);
            List<String> users = resource.usedBy(old);
            if (!users.isEmpty()) {
                throw Problem.inUse("The " + resource.kind().label() + " '" + old.name() + "' is still in use.", users);
            }
            resource.dependants(old).forEach(dependant -> store.delete(change, dependant));
            store.delete(change, old);
            return old;
        });
    }

    private Tagged<V> update(Change change, Document old, I input) {
        I body = resource.checked(given(input), old.read(json, resource.inputType()));
        return tagged(store.update(change, old, resource.nameOf(body), json.writeValueAsString(body)));
    }

    private I given(I input) {
        Object body = input;
        if (body == null) {
            throw Problem.invalid("", "required", "A JSON object is needed.");
        }
        return input;
    }

    private Document current(String parentId, String id, Write write) {
        Document old = require(parentId, id);
        Precondition.require(write.ifMatch(), old);
        return old;
    }

    private Document require(String parentId, String id) {
        return store.find(resource.kind(), id).filter(document -> document.parentId().equals(parentId))
                .orElseThrow(() -> Problem.notFound(resource.kind().label() + " '" + id + "'"));
    }

    private Tagged<V> tagged(Document document) {
        return new Tagged<>(view(document), document.etag(), document.id());
    }

    private V view(Document document) {
        return resource.view(document, document.read(json, resource.inputType()));
    }
}
