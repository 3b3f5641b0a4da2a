package dev.postern.gateway.documents;

import tools.jackson.databind.JsonNode;

import java.util.List;

/// What is particular to one kind of resource.
///
/// @param <I> what is sent and stored
/// @param <V> what is shown
public interface Resource<I, V> {
    Kind kind();

    Class<I> inputType();

    String nameOf(I input);

    /// The input with defaults filled in and names made canonical.
    ///
    /// @throws dev.postern.gateway.problem.Problem with every fault that the input has by itself or against others
    I checked(I input);

    /// The same of a change: what was allowed when it was stored, and is not changed, is no fault now.
    default I checked(I input, I stored) {
        return checked(input);
    }

    /// What a patch means beyond what it says.
    ///
    /// @param patch as it was sent (RFC 7396)
    default JsonNode meaning(JsonNode patch) {
        return patch;
    }

    V view(Document document, I body);

    /// Refuses a parent that does not exist, or that takes no children.
    ///
    /// @param write whether a child is to be made
    default void requireParent(String parentId, boolean write) {}

    /// Names of what uses the object; it cannot be deleted while there are any.
    List<String> usedBy(Document document);

    /// What goes with the object when it is deleted.
    default List<Document> dependants(Document document) {
        return List.of();
    }
}
