package dev.postern.gateway.documents;

import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// `If-Match`, which every change of an existing object needs, so that nobody overwrites what he has not seen.
public final class Precondition {
    private Precondition() {}

    /// @throws Problem 428 without `If-Match`, 412 when the object is another one by now
    public static void require(@Nullable String ifMatch, Document document) {
        require(ifMatch, document.etag(), document.kind().label() + " '" + document.name() + "'");
        requireStored(document);
    }

    /// @param what is to be changed, for people
    /// @throws Problem 428 without `If-Match`, 412 when it is another one by now
    public static void require(@Nullable String ifMatch, String etag, String what) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Problem.of(ProblemType.IF_MATCH_REQUIRED,
                    "Send the ETag that you read in If-Match, so that nobody's change is lost.");
        }
        // RFC 9110 13.1.1: strong comparison, so a weak tag never matches
        boolean matches = Arrays.stream(ifMatch.split(",")).map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
        if (!matches) {
            throw Problem.of(ProblemType.STALE,
                    "The " + what + " is at " + etag + " by now. Read it again, then repeat the change.");
        }
    }

    /// @throws Problem 409 for an object that is declared outside the store
    public static void requireStored(Document document) {
        if (document.declared()) {
            throw Problem.of(ProblemType.DECLARED, "The " + document.kind().label() + " '" + document.name()
                    + "' is declared by the demo or a file, and cannot be changed here.");
        }
    }
}
