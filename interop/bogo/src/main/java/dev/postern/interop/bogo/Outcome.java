package dev.postern.interop.bogo;

import java.util.List;

/// How a case ended, in the runner's terms.
sealed interface Outcome {

    /// Everything went as the flags said.
    record Passed() implements Outcome {}

    /// The handshake failed, or an expectation was not met. The runner knows which of its cases shall end so.
    record Failed(String sentence) implements Outcome {}

    /// The case asks for something that we do not have.
    ///
    /// @param wanted flags, or what else it was
    record NotImplemented(List<String> wanted) implements Outcome {
        public NotImplemented {
            wanted = List.copyOf(wanted);
        }
    }

    /// The answer to the runner's question whether there is a second process that makes half of the handshake.
    record NoHandshaker() implements Outcome {}

    default int exitStatus() {
        return switch (this) {
            case Passed _,NoHandshaker _ -> 0;
            case Failed _ -> 1;
            case NotImplemented _ -> 89;
        };
    }

    default String standardOutput() {
        return switch (this) {
            case NoHandshaker _ -> "No\n";
            case Passed _,Failed _,NotImplemented _ -> "";
        };
    }

    /// Anything here fails a case that should pass.
    default String standardError() {
        return switch (this) {
            case Failed(String sentence) -> sentence + "\n";
            case Passed _,NotImplemented _,NoHandshaker _ -> "";
        };
    }
}
